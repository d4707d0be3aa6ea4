import type { TemplateLanguage } from '../template-structure.ts';

export const lv: TemplateLanguage = {
  kpis: {
    conversions: 'Mērķa darbības',
    conversion_rate: 'Konversijas rādītājs',
    sessions: 'Vietnes apmeklējumi',
    click_through_rate: 'Klikšķu īpatsvars',
    engagement_rate_by_followers: 'Iesaiste pret sekotāju skaitu',
    response_rate: 'Atbildēto ziņu īpatsvars',
    leads: 'Pieteikumi',
    share_of_voice: 'Pieminējumu īpatsvars',
    net_sentiment: 'Noskaņojuma bilance',
    profile_visits: 'Profila apmeklējumi',
    bounce_rate: 'Tūlītējas aiziešanas rādītājs',
    audience_growth_rate: 'Auditorijas pieaugums',
    shares: 'Dalīšanās reizes',
    conversation_rate: 'Komentāri uz ierakstu un sekotāju',
    response_time: 'Laiks līdz pirmajai atbildei',
    comments: 'Komentāri',
    reach: 'Sasniegtā auditorija',
    own_mentions: 'Mūsu pieminējumi',
    within_sla: 'Atbildes norunātajā laikā',
  },
  templates: {
    SHOP: {
      name: 'Veikals',
      description: 'Veikalam uz ielas vai internetā, kas grib, lai sekotāji kļūst par pastāvīgiem pircējiem.',
      industry: 'Mazumtirdzniecība',
      mission: 'Mēs palīdzam atrast lietas, ko ilgi ir prieks lietot.',
      valueProposition: 'Rūpīgi izvēlēts, godīgi aprakstīts, ātri piegādāts un bez strīdiem pieņemts atpakaļ.',
      voice: {
        tone: 'Kā labs pārdevējs: sirsnīgi, zinoši, bez uzbāzības.',
        say: ['Nosaukt cenu un pirkšanas vietu', 'Pateikties par atsauksmēm', 'Skaidri pateikt, ja prece ir beigusies'],
        dont: ['Izdomāt deficītu', 'Uz kritiku atbildēt ar šablonu', 'Publicēt attēlu bez paskaidrojuma'],
        avoid: ['lēts', 'garantēti', 'nepārspējams', 'pēdējā iespēja'],
      },
      guidelines:
        'Uz jautājumiem par cenu un pieejamību atbildam publiski tās pašas darbdienas laikā. Pirms dalāmies ar pircēja attēlu, lūdzam atļauju un nosaucam autoru. Atzīmējam visu, kas ir apmaksāts vai dāvināts. Cenu un atlikumu pārbaudām, pirms piedāvājums tiek publicēts.',
      objectives: {
        sales: 'Vairāk pasūtījumu, kas sākas ar mūsu ierakstu.',
        traffic: 'Vairāk cilvēku, kas no tīkla atnāk apskatīt veikalu.',
        loyalty: 'Pircēji, kas paliek, sarunājas ar mums un mūs iesaka.',
      },
      pillars: {
        products: {
          name: 'Preces un piedāvājumi',
          description: 'Jaunumi, komplekti un godīgas atlaides ar cenu un saiti.',
        },
        advice: {
          name: 'Kā izvēlēties un lietot',
          description: 'Izmēri, kopšana, salīdzinājumi: ko jautā pirms pirkuma.',
        },
        customers: { name: 'Mūsu pircēji', description: 'Viņu attēli un stāsti, ar viņu atļauju.' },
        making: { name: 'Aiz letes', description: 'Kas mēs esam, no kurienes nāk preces, kā saiņo pasūtījumu.' },
        smiles: { name: 'Iemesls pasmaidīt', description: 'Viegli ieraksti no veikala ikdienas, ar kuriem dalās.' },
      },
      personas: {
        regular: {
          name: 'Pastāvīgais pircējs',
          description: 'Pērk vairākas reizes gadā, pazīst sortimentu un pamana, ja kvalitāte krītas.',
          interests: ['mājas', 'ģimene', 'saprātīgi tēriņi'],
          motives: ['pārliecība, ka lieta kalpos ilgi', 'prieks, ka tevi atpazīst'],
          wishes: ['pirmajam uzzināt jaunumus', 'padoms tieši sev'],
          objections: ['piegādes maksa', 'neskaidri atgriešanas noteikumi'],
        },
        giver: {
          name: 'Dāvanas meklētājs',
          description: 'Nāk pirms svētkiem, laika maz, grib droši zināt, ka iepriecinās.',
          interests: ['svētki', 'draugi', 'dizains'],
          motives: ['sagādāt prieku', 'neierasties tukšām rokām'],
          wishes: ['idejas pēc budžeta', 'piegāde noteiktā dienā'],
          objections: ['nepareizs izmērs', 'pienāks par vēlu'],
        },
      },
    },
    B2B: {
      name: 'B2B uzņēmums',
      description: 'Uzņēmumam, kas pārdod uzņēmumiem: ilgi lēmumi, maz pircēju, uzticēšanās pirms cenas.',
      industry: 'Pakalpojumi uzņēmumiem',
      mission: 'Mēs noņemam klientiem darbu, par kuru viņiem nebūtu jādomā.',
      valueProposition: 'Cilvēki, kas pārzina savu arodu, izmērāms rezultāts un viens cilvēks, kuram piezvanīt.',
      voice: {
        tone: 'Speciālists starp speciālistiem: skaidri, konkrēti, bez liekiem terminiem.',
        say: ['Minēt skaitļus un to avotu', 'Izskaidrot terminu pirmajā reizē', 'Nosaukt tos, kas darbu paveica'],
        dont: ['Runāt ar iesācējiem no augšas', 'Atklāt klientus bez piekrišanas', 'Slavēt sevi bez pierādījumiem'],
        avoid: ['sinerģija', 'pasaules līmenis', 'revolucionārs', 'labākais nozarē'],
      },
      guidelines:
        'Skaitļus un klientu nosaukumus saskaņojam pirms publicēšanas. Darbinieki savos kontos runā savā vārdā un norāda, kur strādā. Uz profesionāliem jautājumiem atbildam vienas darbdienas laikā, pieteikumus tajā pašā dienā nododam pārdošanas daļai.',
      objectives: {
        leads: 'Pieteikumi no uzņēmumiem, kuriem patiešām varam palīdzēt.',
        reputation: 'Lai mūs nosauc, kad runā par mūsu tēmu.',
        recruitment: 'Labi speciālisti piesakās, jo zina, kā mēs strādājam.',
      },
      pillars: {
        knowledge: {
          name: 'Zināšanas',
          description: 'Ceļveži, pārbaudes saraksti un atbildes uz to, ko klienti patiešām jautā.',
        },
        cases: { name: 'No prakses', description: 'Projekti: uzdevums, ceļš un izmērīts rezultāts.' },
        people: { name: 'Cilvēki un darbs', description: 'Kas šeit strādā, ko mācās, kā rit diena.' },
        opinion: { name: 'Savs viedoklis', description: 'Tēzes par nozari, ar kurām gribas strīdēties.' },
        offers: {
          name: 'Piedāvājumi un tikšanās',
          description: 'Vebināri, izmēģinājumi un konsultācijas ar skaidru nākamo soli.',
        },
      },
      personas: {
        decider: {
          name: 'Lēmuma pieņēmējs',
          description: 'Atbild par budžetu un risku, lasa maz, prasa komandai ieteikumu.',
          interests: ['izmaksas', 'risks', 'tirgus'],
          motives: ['lēmums, kas iztur laiku', 'laiks svarīgākajam'],
          wishes: ['salīdzināmi skaitļi', 'atsauksmes no savas nozares'],
          objections: ['pārejas grūtības', 'atkarība no viena piegādātāja'],
        },
        specialist: {
          name: 'Speciālists',
          description: 'Strādās ar risinājumu katru dienu, iedziļinās detaļās un iesaka kolēģiem.',
          interests: ['metodes', 'rīki', 'kvalifikācijas celšana'],
          motives: ['mazāk roku darba', 'kolēģu atzinība'],
          wishes: ['piemēri, ko var izmēģināt', 'ekspertu atbildes'],
          objections: ['reklāma faktu vietā', 'vāja dokumentācija'],
        },
      },
    },
    MEDIA: {
      name: 'Medijs',
      description: 'Avīzei, žurnālam vai kanālam, kas grib, lai lasītāji nāk, atgriežas un iesaistās.',
      industry: 'Mediji',
      mission: 'Mēs stāstām cilvēkiem to, kas jāzina, lai izlemtu pašiem.',
      valueProposition: 'Pārbaudīts pirms publicēšanas, saprotami izskaidrots, atklāti labots.',
      voice: {
        tone: 'Lietišķi un tuvu lasītājam; dzīvi tur, kur tēma to atļauj.',
        say: ['Nosaukt avotu', 'Pateikt, kas vēl nav zināms', 'Labot kļūdas redzami'],
        dont: ['Virsrakstā solīt to, kā tekstā nav', 'Jaukt ziņas ar viedokli', 'Rādīt cietušos atpazīstami'],
        avoid: ['šokējošs', 'sensācija', 'tu neticēsi'],
      },
      guidelines:
        'Nepublicējam neko, ko nav apstiprinājuši divi avoti, vai norādām, ka ziņa nav apstiprināta. Atzīmējam reklāmu un partneru saites. Komentārus moderējam pēc publicētiem noteikumiem: iebildumi paliek, apvainojumi ne. Labojums parādās tur, kur bija kļūda.',
      objectives: {
        traffic: 'Apmeklējumi, kuros cilvēki patiešām lasa.',
        awareness: 'Jauni lasītāji, kas par mums uzzina no citiem.',
        community: 'Lasītāji, kas diskutē ar mums un savā starpā.',
      },
      pillars: {
        news: { name: 'Ziņas', description: 'Kas noticis: īsi, apstiprināti, ar saiti uz pilnu tekstu.' },
        background: {
          name: 'Skaidrojam',
          description: 'Kāpēc tā notika un kas no tā izriet: grafiki, jautājumi un atbildes.',
        },
        debate: { name: 'Diskusija', description: 'Pretēji viedokļi un jautājums lasītājiem.' },
        readers: { name: 'No lasītājiem', description: 'Vēstules, attēli un norādes, ar vārdu un pateicību.' },
        lighter: { name: 'Dienas noslēgumam', description: 'Viktorīnas, arhīva attēli un mazi stāsti.' },
      },
      personas: {
        commuter: {
          name: 'Lasa ceļā',
          description: 'Lasa telefonā desmit minūtes, bieži bez skaņas.',
          interests: ['pilsēta', 'darbs', 'tehnoloģijas'],
          motives: ['piedalīties sarunā', 'neko nepalaist garām'],
          wishes: ['galvenais vienā acu uzmetienā', 'subtitri'],
          objections: ['maksas saturs', 'pārāk daudz paziņojumu'],
        },
        loyal: {
          name: 'Uzticīgais lasītājs',
          description: 'Pazīst mūs gadiem, izlasa līdz galam un raksta, ja kaut kas nav kārtībā.',
          interests: ['politika', 'kultūra', 'savs novads'],
          motives: ['uzticamība', 'piederības sajūta'],
          wishes: ['dziļums', 'atbilde uz vēstuli'],
          objections: ['paviršība', 'rupjības komentāros'],
        },
      },
    },
    CHARITY: {
      name: 'Labdarība',
      description: 'Biedrībai vai fondam, kas meklē cilvēkus, kuri ziedo, palīdz un paliek.',
      industry: 'Nevalstiskā organizācija',
      mission: 'Mēs esam līdzās tiem, kas netiek galā vieni, līdz viņi to spēj.',
      valueProposition:
        'Palīdzība, kas nonāk galā, pārskats, ko var izlasīt ikviens, un vieta visiem, kas grib piedalīties.',
      voice: {
        tone: 'Ar cerību un cieņu; mēs rādām cilvēkus, nevis postu.',
        say: [
          'Pateikt, ko ziedojums dod',
          'Pateikties vārdā, ja cilvēks piekrīt',
          'Pastāstīt arī par to, kas neizdevās',
        ],
        dont: ['Radīt vainas sajūtu', 'Rādīt bērnus atpazīstami bez piekrišanas', 'Pārspīlēt vajadzību'],
        avoid: ['upuris', 'nabadziņi', 'bezcerīgs'],
      },
      guidelines:
        'Cilvēku rādām tikai ar rakstisku piekrišanu. Katrā vākumā teikts, cik un kam vajag; katram vākumam seko pārskats. Uz jautājumiem par naudu atbildam atklāti, ar saiti uz gada pārskatu. Ziedotāju vārdus un summas bez atļaujas nepublicējam.',
      objectives: {
        supporters: 'Cilvēki, kas ziedo vai piesakās palīdzēt.',
        trust: 'Lai mūs pazīst kā organizāciju, kas atskaitās par katru summu.',
        community: 'Palīgi, ziedotāji un tie, kam palīdzēts, sarunājas savā starpā.',
      },
      pillars: {
        stories: {
          name: 'Pārmaiņu stāsti',
          description: 'Viens cilvēks, viens pagrieziens, izstāstīts ar viņa piekrišanu.',
        },
        accounts: { name: 'Kur paliek nauda', description: 'Summas, čeki un rezultāti vienā saprotamā attēlā.' },
        helping: { name: 'Kā palīdzēt', description: 'Konkrēti darbi un vākumi, no piecām minūtēm līdz gadam.' },
        thanks: { name: 'Paldies tiem, kas palīdz', description: 'Brīvprātīgie un partneri, tā, kā paši vēlas.' },
        questions: { name: 'Neērti jautājumi', description: 'Aizspriedumi un atklāti jautājumi par mūsu lietu.' },
      },
      personas: {
        donor: {
          name: 'Ziedotājs',
          description: 'Dod, ja ir pārliecināts, un paliek, ja uzzina, kas no tā iznācis.',
          interests: ['sabiedrība', 'ģimene', 'apkaime'],
          motives: ['izdarīt ko nozīmīgu', 'atdot labo'],
          wishes: ['ieguvuma pierādījums', 'ziedot divās minūtēs'],
          objections: ['šaubas par administrēšanas izmaksām', 'pārāk daudz lūgumu'],
        },
        volunteer: {
          name: 'Brīvprātīgais',
          description: 'Laika vairāk nekā naudas; meklē jēgu un domubiedrus.',
          interests: ['vide', 'taisnīgums', 'mācīšanās'],
          motives: ['būt vajadzīgam', 'jauni draugi'],
          wishes: ['skaidri uzdevumi', 'ātra atbilde uz pieteikumu'],
          objections: ['ilgas saistības', 'bažas, ka nepratīs'],
        },
      },
    },
    EVENT: {
      name: 'Pasākums',
      description: 'Festivālam, konferencei, koncertam vai tirgum ar datumu, vietu un biļetēm.',
      industry: 'Pasākumu rīkošana',
      mission: 'Mēs savedam cilvēkus kopā uz dienu, par kuru viņi stāsta citiem.',
      valueProposition: 'Programma, kuras dēļ vērts braukt, un kārtība no biļetes līdz mājupceļam.',
      voice: {
        tone: 'Ar gaidīšanas prieku un humoru; precīzi, kad runa par laiku un naudu.',
        say: [
          'Vienmēr nosaukt datumu, vietu un biļešu saiti',
          'Uzreiz atbildēt par piekļūstamību',
          'Vispirms paziņot izmaiņas, tad skaidrot',
        ],
        dont: ['Izziņot to, kas nav parakstīts', 'Dzēst sūdzības', 'Rādīt viesus, kas iebilst'],
        avoid: ['leģendārs', 'reizi mūžā', 'gandrīz izpārdots'],
      },
      guidelines:
        'Par programmas izmaiņām visos kanālos ziņojam stundas laikā. Māksliniekus un runātājus izziņojam tikai ar viņu piekrišanu un materiāliem. Pasākuma dienās ziņas kāds lasa bez pārtraukuma. Drošības paziņojumi ir pirms visa cita.',
      objectives: {
        tickets: 'Biļetes, kas pārdotas pirms kases atvēršanas.',
        awareness: 'Cilvēki, mediji un blogeri zina, ka pasākums notiks.',
        service: 'Neviens nepaliek mājās neatbildēta jautājuma dēļ.',
      },
      pillars: {
        programme: { name: 'Pasākuma programma', description: 'Kas, kad un kur; viena lieta ierakstā.' },
        faces: { name: 'Sejas', description: 'Mākslinieki, runātāji un palīgi saviem vārdiem.' },
        offers: { name: 'Biļetes', description: 'Cenu pakāpes, komplekti un atlikums, patiesi.' },
        practical: { name: 'Noderīgi zināt', description: 'Nokļūšana, piekļūstamība, bērni, ēdiens, laikapstākļi.' },
        backstage: { name: 'Aizkulises', description: 'Uzbūve, kuriozi un iepriekšējo gadu atmiņas.' },
      },
      personas: {
        fan: {
          name: 'Fans',
          description: 'Nāk viena vārda dēļ, atved draugus un visu filmē.',
          interests: ['mūzika', 'izklaide', 'ceļojumi'],
          motives: ['būt klāt', 'lai ir ko stāstīt'],
          wishes: ['agrāka piekļuve', 'ar ko padalīties'],
          objections: ['cena', 'draugi vēl šaubās'],
        },
        family: {
          name: 'Plānotājs',
          description: 'Organizē citu vietā: pirms pirkuma jautā par laiku, ceļu un noteikumiem.',
          interests: ['ģimene', 'izbraukumi', 'kultūra'],
          motives: ['diena bez steigas', 'pabūt kopā'],
          wishes: ['viss vienuviet', 'naudas atmaksa slimības gadījumā'],
          objections: ['rindas', 'neskaidrība par bērniem'],
        },
      },
    },
  },
};
