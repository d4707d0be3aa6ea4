import type { Additivity, Metric, MetricUnit } from './metric.ts';

type Rest = Partial<Pick<Metric, 'formula' | 'ofWhatIsCounted'>>;

const metric = (
  unit: MetricUnit,
  additiveOver: readonly Additivity[],
  key: string,
  name: string,
  definition: string,
  { formula = null, ofWhatIsCounted = false }: Rest = {},
): Metric => ({ key, name, unit, definition, formula, ofWhatIsCounted, additiveOver });

const everywhere: readonly Additivity[] = ['TIME', 'POSTS', 'CHANNELS'];

/** Something that happens: its counts may be added up. */
const count = (key: string, name: string, definition: string, rest?: Rest) =>
  metric('COUNT', everywhere, key, name, definition, rest);

/** How something stands at a moment: days may not be added up, channels may. */
const stock = (key: string, name: string, definition: string) => metric('COUNT', ['CHANNELS'], key, name, definition);

/** Different people: whoever was seen twice is counted once, so nothing may be added up. */
const people = (key: string, name: string, definition: string) => metric('COUNT', [], key, name, definition);

const ratio = (key: string, name: string, definition: string, formula: string | null = null) =>
  metric('RATIO', [], key, name, definition, { formula });

const money = (key: string, name: string, definition: string, rest?: Rest) =>
  metric('MONEY', everywhere, key, name, definition, rest);

/** Money for one of something. */
const price = (key: string, name: string, definition: string, formula: string) =>
  metric('MONEY', [], key, name, definition, { formula });

const audience: readonly Metric[] = [
  stock('followers', 'Followers', 'How many people follow the account: its members, subscribers or followers.'),
  stock('followers_at_start', 'Followers at the start', 'How many people followed the account when the period began.'),
  count('followers_gained', 'Followers gained', 'How many people began to follow the account.'),
  count('followers_lost', 'Followers lost', 'How many people stopped following the account.'),
  stock('following', 'Following', 'How many accounts the account itself follows.'),
  stock('posts', 'Posts', 'How many posts stand on the account, whoever published them.'),
  count('posts_published', 'Posts published', 'How many posts went out in the period.'),
  ratio(
    'audience_growth_rate',
    'Audience growth rate',
    'Followers gained less followers lost, over the followers at the start of the period.',
    '(followers_gained - followers_lost) / followers_at_start',
  ),
];

const exposure: readonly Metric[] = [
  people('reach', 'Reach', 'How many different people saw it at least once, as the network estimates them.'),
  count('impressions', 'Impressions', 'How often it was shown, however often to the same person.'),
  count('views', 'Views', 'How often it was viewed or played, by what the network takes for a view.'),
  people('unique_viewers', 'Unique viewers', 'How many different people viewed or played it.'),
  metric('SECONDS', everywhere, 'watch_time', 'Watch time', 'How long it was played, all viewers together.'),
  metric('SECONDS', [], 'average_view_duration', 'Average view duration', 'How long it was played per view.', {
    formula: 'watch_time / views',
  }),
  count('completed_views', 'Completed views', 'How often it was played to its end.'),
  ratio('completion_rate', 'Completion rate', 'The part of the views that came to the end.', 'completed_views / views'),
  count('profile_visits', 'Profile visits', 'How often the account’s own page was opened.'),
  people('visitors', 'Visitors', 'How many different people opened the account’s own page.'),
];

const reactions: readonly Metric[] = [
  count('likes', 'Likes', 'Likes, and whatever else the network has for “I saw it and it moved me”.'),
  count('comments', 'Comments', 'Comments and replies, of all levels that the network counts.'),
  count('shares', 'Shares', 'How often it was passed on without words of one’s own: shares, reposts, forwards.'),
  count('quotes', 'Quotes', 'How often it was passed on with words of one’s own, where the network counts that apart.'),
  count('saves', 'Saves', 'How often people kept it for themselves: saves and bookmarks.'),
  count('link_clicks', 'Link clicks', 'Clicks on a link that leads out of the network.'),
  count(
    'engagements',
    'Engagements',
    'What people did with it: likes, comments, shares, quotes, saves and link clicks, of these those that the network counts.',
    { formula: 'likes + comments + shares + quotes + saves + link_clicks', ofWhatIsCounted: true },
  ),
  ratio('engagement_rate_by_reach', 'Engagement rate by reach', 'Engagements over reach.', 'engagements / reach'),
  ratio(
    'engagement_rate_by_followers',
    'Engagement rate by followers',
    'Engagements over followers.',
    'engagements / followers',
  ),
  ratio('engagement_rate_by_views', 'Engagement rate by views', 'Engagements over views.', 'engagements / views'),
  ratio(
    'applause_rate',
    'Applause rate',
    'Likes per post that went out, over followers.',
    'likes / posts_published / followers',
  ),
  ratio(
    'conversation_rate',
    'Conversation rate',
    'Comments per post that went out, over followers.',
    'comments / posts_published / followers',
  ),
  ratio(
    'amplification_rate',
    'Amplification rate',
    'Shares per post that went out, over followers.',
    'shares / posts_published / followers',
  ),
  ratio('click_through_rate', 'Click-through rate', 'Link clicks over impressions.', 'link_clicks / impressions'),
  metric('SECONDS', [], 'share_half_life', 'Share half-life', 'How long it took until half of its shares were made.'),
  count('hides', 'Hides', 'How often people hid it.'),
  count('reports', 'Reports', 'How often people reported it to the network.'),
  count('unfollows', 'Unfollows', 'How many people stopped following the account because of it.'),
  count(
    'negative_feedback',
    'Negative feedback',
    'Hides, reports and unfollows, of these those that the network counts.',
    { formula: 'hides + reports + unfollows', ofWhatIsCounted: true },
  ),
];

const website: readonly Metric[] = [
  count('sessions', 'Sessions', 'Visits to the website that came from it, as web analytics counts them.'),
  count('landings', 'Landings', 'Sessions that began on a page to which a post links.'),
  metric(
    'COUNT',
    ['TIME'],
    'organic_search_sessions',
    'Sessions from search',
    'Visits to the website that came from unpaid results of search engines.',
  ),
  ratio('bounce_rate', 'Bounce rate', 'The part of the sessions without a second step, as web analytics counts them.'),
  count('conversions', 'Conversions', 'How often a visitor did what the website is for, by the last visit before it.'),
  // One conversion may have been assisted by several posts and channels.
  metric(
    'COUNT',
    ['TIME'],
    'assisted_conversions',
    'Assisted conversions',
    'Conversions on whose way it was, without being the last visit before them.',
  ),
  ratio('conversion_rate', 'Conversion rate', 'Conversions over sessions.', 'conversions / sessions'),
  count('leads', 'Leads', 'How many people left word of how to reach them.'),
  money('revenue', 'Revenue', 'What was earned by it.'),
];

const spending: readonly Metric[] = [
  money('spend', 'Spend', 'What the networks charged for advertising.'),
  money('production_cost', 'Production cost', 'What making it cost: hours, material and fees.'),
  money('influencer_cost', 'Influencer cost', 'What influencers were paid.'),
  money('cost', 'Cost', 'Spend, production and influencers together; what nobody entered is left out.', {
    formula: 'spend + production_cost + influencer_cost',
    ofWhatIsCounted: true,
  }),
  price('cost_per_click', 'Cost per click', 'Spend per link click.', 'spend / link_clicks'),
  price(
    'cost_per_mille',
    'Cost per thousand',
    'Spend per 1000 impressions: per 1000 times shown, not per 1000 people.',
    'spend / impressions * 1000',
  ),
  price('cost_per_action', 'Cost per action', 'Spend per conversion.', 'spend / conversions'),
  price('cost_per_lead', 'Cost per lead', 'Spend per lead.', 'spend / leads'),
  ratio('return_on_ad_spend', 'Return on ad spend', 'Revenue over spend.', 'revenue / spend'),
  ratio('return_on_investment', 'Return on investment', 'Revenue less cost, over cost.', '(revenue - cost) / cost'),
];

const conversation: readonly Metric[] = [
  count('mentions', 'Mentions', 'Mentions that were found of us and of the competitors we watch.'),
  count('own_mentions', 'Own mentions', 'Mentions of us alone.'),
  ratio('share_of_voice', 'Share of voice', 'Own mentions over all mentions.', 'own_mentions / mentions'),
  count('judged_messages', 'Judged messages', 'Messages whose sentiment was judged.'),
  count('positive_messages', 'Positive messages', 'Messages judged positive.'),
  count('negative_messages', 'Negative messages', 'Messages judged negative.'),
  ratio(
    'net_sentiment',
    'Net sentiment',
    'Positive messages less negative ones, over all that were judged: from -1 to 1.',
    '(positive_messages - negative_messages) / judged_messages',
  ),
  count('conversations', 'Conversations', 'Conversations that people began with us.'),
  count('answered_conversations', 'Answered conversations', 'Conversations in which we answered.'),
  count('conversations_within_sla', 'Conversations within SLA', 'Conversations that we answered in the agreed time.'),
  metric('SECONDS', [], 'response_time', 'Response time', 'The median of the time until we first answered.'),
  ratio(
    'response_rate',
    'Response rate',
    'Answered conversations over all conversations.',
    'answered_conversations / conversations',
  ),
  ratio(
    'within_sla',
    'Within SLA',
    'Conversations answered in the agreed time, over all conversations.',
    'conversations_within_sla / conversations',
  ),
];

/** Every metric there is; the definitions are those of the product, whatever a network calls its own. */
export const metrics: readonly Metric[] = [
  ...audience,
  ...exposure,
  ...reactions,
  ...website,
  ...spending,
  ...conversation,
];
