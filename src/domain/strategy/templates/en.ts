import type { TemplateLanguage } from '../template-structure.ts';

export const en: TemplateLanguage = {
  kpis: {
    conversions: 'Conversions',
    conversion_rate: 'Conversion rate',
    sessions: 'Visits to the website',
    click_through_rate: 'Click-through rate',
    engagement_rate_by_followers: 'Engagement rate by followers',
    response_rate: 'Share of messages answered',
    leads: 'Enquiries',
    share_of_voice: 'Share of voice',
    net_sentiment: 'Net sentiment',
    profile_visits: 'Profile visits',
    bounce_rate: 'Bounce rate',
    audience_growth_rate: 'Audience growth',
    shares: 'Shares',
    conversation_rate: 'Comments per post and follower',
    response_time: 'Time to first answer',
    comments: 'Comments',
    reach: 'Reach',
    own_mentions: 'Mentions of us',
    within_sla: 'Answers within the agreed time',
  },
  templates: {
    SHOP: {
      name: 'Shop',
      description: 'For a shop, on the street or online, that wants followers to become buyers who come back.',
      industry: 'Retail',
      mission: 'We help people find things they enjoy using for a long time.',
      valueProposition: 'Chosen with care, explained honestly, delivered quickly, and taken back without a fuss.',
      voice: {
        tone: 'Like a good shop assistant: warm, knowledgeable, never pushy.',
        say: ['Name the price and where to buy', 'Thank people for reviews', 'Say plainly when something is sold out'],
        dont: [
          'Invent shortages',
          'Answer criticism with a standard phrase',
          'Post a picture without saying what it shows',
        ],
        avoid: ['cheap', 'guaranteed', 'unbeatable', 'last chance'],
      },
      guidelines:
        'Answer questions about price and stock within the working day, in public. Ask before you repost a customer’s picture, and name them. Mark everything that was paid for or given. Check price and stock before an offer goes out.',
      objectives: {
        sales: 'More orders that begin with one of our posts.',
        traffic: 'More people who leave the network to look around the shop.',
        loyalty: 'Buyers who stay, talk with us and recommend us.',
      },
      pillars: {
        products: {
          name: 'Products and offers',
          description: 'New arrivals, sets and fair offers, with price and link.',
        },
        advice: {
          name: 'How to choose and use',
          description: 'Sizes, care, comparisons: what people ask before they buy.',
        },
        customers: { name: 'Our customers', description: 'Their pictures and stories, shown with their permission.' },
        making: {
          name: 'Behind the counter',
          description: 'Who we are, where goods come from, how an order is packed.',
        },
        smiles: {
          name: 'Something to smile about',
          description: 'Light posts from everyday shop life that are passed on.',
        },
      },
      personas: {
        regular: {
          name: 'The regular',
          description: 'Buys several times a year, knows the range and notices when quality slips.',
          interests: ['home', 'family', 'good value'],
          motives: ['certainty that it will last', 'being recognised'],
          wishes: ['early news of arrivals', 'advice that fits them'],
          objections: ['delivery costs', 'unclear return rules'],
        },
        giver: {
          name: 'The gift seeker',
          description: 'Comes before holidays, has little time and wants to be sure that it will please.',
          interests: ['holidays', 'friends', 'design'],
          motives: ['giving joy', 'not standing there empty-handed'],
          wishes: ['ideas by budget', 'delivery on a fixed day'],
          objections: ['the wrong size', 'arriving too late'],
        },
      },
    },
    B2B: {
      name: 'B2B company',
      description: 'For a company that sells to companies: long decisions, few buyers, and trust before price.',
      industry: 'Business services',
      mission: 'We take work off our clients that they should not have to think about.',
      valueProposition: 'People who know the trade, results that can be measured, and one person to call.',
      voice: {
        tone: 'Expert among experts: clear, concrete, without jargon for its own sake.',
        say: ['Give numbers and their source', 'Explain terms at first use', 'Name the people who did the work'],
        dont: ['Talk down to beginners', 'Disclose clients without their consent', 'Praise ourselves without proof'],
        avoid: ['synergy', 'world-class', 'disruptive', 'best in class'],
      },
      guidelines:
        'Have figures and client names approved before they are published. Staff speak for themselves on their own accounts and say where they work. Answer professional questions within one working day; pass enquiries to sales on the same day.',
      objectives: {
        leads: 'Enquiries from companies that we can really help.',
        reputation: 'To be named when our subject is spoken of.',
        recruitment: 'Good people who apply because they know how we work.',
      },
      pillars: {
        knowledge: { name: 'Know-how', description: 'Guides, checklists and answers to what clients really ask.' },
        cases: { name: 'From practice', description: 'Projects with problem, way and measured result.' },
        people: { name: 'People and workplace', description: 'Who works here, what they learn, how a day looks.' },
        opinion: { name: 'Point of view', description: 'Theses on the industry that invite contradiction.' },
        offers: {
          name: 'Offers and events',
          description: 'Webinars, trials and appointments, with a clear next step.',
        },
      },
      personas: {
        decider: {
          name: 'The decision maker',
          description: 'Answers for budget and risk, reads little, asks the team for a recommendation.',
          interests: ['costs', 'risk', 'the market'],
          motives: ['a decision that holds', 'time for more important things'],
          wishes: ['comparable numbers', 'references from the industry'],
          objections: ['effort of changing', 'dependence on one supplier'],
        },
        specialist: {
          name: 'The specialist',
          description: 'Will work with the solution every day, looks for details and recommends internally.',
          interests: ['methods', 'tools', 'further training'],
          motives: ['less manual work', 'professional recognition'],
          wishes: ['examples that can be tried', 'answers from experts'],
          objections: ['marketing instead of facts', 'poor documentation'],
        },
      },
    },
    MEDIA: {
      name: 'Media',
      description: 'For a newspaper, magazine or channel that wants readers to come, come back and take part.',
      industry: 'Media',
      mission: 'We tell people what they need to know to decide for themselves.',
      valueProposition:
        'Checked before it is published, explained so that it can be understood, corrected in the open.',
      voice: {
        tone: 'Sober and close to the reader; lively where the subject allows it.',
        say: ['Name the source', 'Say what is not yet known', 'Correct mistakes visibly'],
        dont: [
          'Promise in the headline what the text does not hold',
          'Mix news and opinion',
          'Show victims recognisably',
        ],
        avoid: ['shocking', 'sensation', 'you won’t believe'],
      },
      guidelines:
        'Nothing goes out that was not confirmed by two sources or marked as unconfirmed. Mark advertising and affiliate links. Moderate comments by published rules: contradiction stays, insults go. Corrections are posted where the mistake was.',
      objectives: {
        traffic: 'Visits by people who then also read.',
        awareness: 'New readers who come to know us through others.',
        community: 'Readers who discuss with us and with each other.',
      },
      pillars: {
        news: { name: 'News', description: 'What has happened, short and confirmed, with a link to the whole text.' },
        background: {
          name: 'Explained',
          description: 'Why it happened and what follows from it: charts, questions and answers.',
        },
        debate: { name: 'Debate', description: 'Opposing views and a question to the readers.' },
        readers: { name: 'From our readers', description: 'Letters, pictures and tips, with name and thanks.' },
        lighter: { name: 'To end the day', description: 'Quizzes, archive pictures and small stories.' },
      },
      personas: {
        commuter: {
          name: 'The commuter',
          description: 'Reads on the phone in ten minutes, often without sound.',
          interests: ['city', 'work', 'technology'],
          motives: ['having a say', 'missing nothing'],
          wishes: ['an overview at a glance', 'subtitles'],
          objections: ['paywalls', 'too many notifications'],
        },
        loyal: {
          name: 'The faithful reader',
          description: 'Has known us for years, reads to the end and writes when something is wrong.',
          interests: ['politics', 'culture', 'the region'],
          motives: ['reliability', 'belonging'],
          wishes: ['depth', 'an answer to letters'],
          objections: ['superficiality', 'a rude tone in the comments'],
        },
      },
    },
    CHARITY: {
      name: 'Charity',
      description: 'For an association or foundation that wants to win people who give, help and stay.',
      industry: 'Non-profit',
      mission: 'We stand by people who cannot manage alone, until they can.',
      valueProposition:
        'Help that arrives, accounts that anyone can read, and a place for everyone who wants to join in.',
      voice: {
        tone: 'Hopeful and respectful; we show people, not misery.',
        say: ['Say what a donation does', 'Thank by name where people agree', 'Tell what did not work'],
        dont: ['Make anyone feel guilty', 'Show children recognisably without consent', 'Exaggerate need'],
        avoid: ['victim', 'poor things', 'hopeless'],
      },
      guidelines:
        'Written consent before anyone is shown. Every appeal says how much is needed and what for; every appeal is followed by a report. Answer questions about money openly, with a link to the annual report. Never publish donors’ names or sums without asking.',
      objectives: {
        supporters: 'People who donate or sign up to help.',
        trust: 'To be known as an organisation that accounts for every sum.',
        community: 'Helpers, donors and those who were helped speak with each other.',
      },
      pillars: {
        stories: { name: 'Stories of change', description: 'One person, one turn of events, told with their consent.' },
        accounts: { name: 'Where the money goes', description: 'Sums, receipts and results, explained in a picture.' },
        helping: { name: 'How you can help', description: 'Concrete tasks and appeals, from five minutes to a year.' },
        thanks: { name: 'Thanks to those who help', description: 'Volunteers and partners, shown as they wish.' },
        questions: { name: 'Uncomfortable questions', description: 'Prejudices and open questions about our subject.' },
      },
      personas: {
        donor: {
          name: 'The donor',
          description: 'Gives when convinced, and stays when told what became of it.',
          interests: ['society', 'family', 'the neighbourhood'],
          motives: ['doing something that counts', 'giving back'],
          wishes: ['proof of the effect', 'giving in two minutes'],
          objections: ['doubts about administration costs', 'too many appeals'],
        },
        volunteer: {
          name: 'The volunteer',
          description: 'Has more time than money, looks for meaning and company.',
          interests: ['environment', 'fairness', 'learning'],
          motives: ['being needed', 'new friends'],
          wishes: ['clear tasks', 'a quick answer to an application'],
          objections: ['a long commitment', 'the feeling of not being able to do enough'],
        },
      },
    },
    EVENT: {
      name: 'Event',
      description: 'For a festival, conference, concert or fair with a date, a place and tickets.',
      industry: 'Events',
      mission: 'We bring people together for a day that they tell others about.',
      valueProposition: 'A programme worth the trip, well organised from the ticket to the way home.',
      voice: {
        tone: 'Full of anticipation, with humour; precise where times and money are concerned.',
        say: [
          'Always name date, place and ticket link',
          'Answer questions about access at once',
          'Announce changes first, then explain',
        ],
        dont: ['Announce what is not signed', 'Delete complaints', 'Share pictures of guests who object'],
        avoid: ['legendary', 'once in a lifetime', 'almost sold out'],
      },
      guidelines:
        'Programme changes go out on all channels within an hour. Announce artists and speakers only with their approval and with their material. On the days themselves someone reads messages without a gap. Safety notices come before everything else.',
      objectives: {
        tickets: 'Tickets sold before the box office opens.',
        awareness: 'People, media and bloggers know that it takes place.',
        service: 'Nobody stays away because a question was left open.',
      },
      pillars: {
        programme: { name: 'Programme', description: 'Who and what, when and where; one thing a post.' },
        faces: { name: 'Faces', description: 'Artists, speakers and helpers in their own words.' },
        offers: { name: 'Tickets', description: 'Price steps, packages and what is left, truthfully.' },
        practical: { name: 'Good to know', description: 'Getting there, access, children, food, weather.' },
        backstage: { name: 'Backstage', description: 'Set-up, mishaps and memories of past years.' },
      },
      personas: {
        fan: {
          name: 'The fan',
          description: 'Comes because of one name, brings friends and films everything.',
          interests: ['music', 'going out', 'travel'],
          motives: ['being there', 'having something to tell'],
          wishes: ['early access', 'something to share'],
          objections: ['the price', 'friends undecided'],
        },
        family: {
          name: 'The planner',
          description: 'Organises for others, asks about times, ways and rules before buying.',
          interests: ['family', 'outings', 'culture'],
          motives: ['a day without stress', 'doing something together'],
          wishes: ['all details in one place', 'refund in case of illness'],
          objections: ['queues', 'unclear arrangements for children'],
        },
      },
    },
  },
};
