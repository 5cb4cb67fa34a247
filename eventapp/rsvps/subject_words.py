"""The words that speak of each subject, in English and German: a table kept by hand, for subjects.py.

A line is a subject, as people read it, and the phrases that speak of it. A star stands for any ending.
Case, accents and plurals don't matter, and a longer phrase goes before the words in it: a "board game"
is nothing about a board. A phrase may stand under several subjects.

Add what guests really write. Leave out a word with two meanings, or give it the company that tells
them apart: "first talk", not "talk". A dash is no subject: its phrases say nothing.
"""

NO_SUBJECT = "-"
PHRASES = """
# Finding work, and changing it
Salary & negotiation: salar*, raise, pay, pay rise, pay talk, underpaid, wage*, negotiat*, counter offer, compensation, bonus, gehalt*, lohn*, verhandl*, verdien*, pay review, pay scale, earn more, what i earn, stock option, counteroffer, earning, pay band, salary band
CVs: cv, resume, curriculum vitae, cover letter, job application, lebenslauf*, bewerbung*, anschreiben, bewerb*, my application, references
Portfolios: portfolio*
Interviews: interview*, assessment centre, assessment center, vorstellungsgesprach*, bewerbungsgesprach*, technical test, take home test, leetcode
Finding a job: recruiter, job search*, job hunt*, first job, new job, finding a job, find a job, looking for work, entry level, jobsuche, stellensuche, berufseinst*, jobeinst*, job offer, job market, job application, applying for job, get* a job, dev job, junior role, junior job, graduate scheme, looking for a job, looking for a role, neuen job, neue stelle, arbeitssuche, jobwechsel
Internships: internship, intern, traineeship, praktik*, werkstudent*
Changing career: career chang*, career switch*, career pivot, chang* career*, switch* career*, second career, new career, chang* industry, chang* sector*, new sector, new industry, retrain*, reskill*, into tech, into it, in die it, leav* teaching, from teaching, from the classroom, out of the classroom, out of law, leav* law, from law, ex lawyer, ex teacher, quereinst*, umschul*, berufswechsel, neuorientier*, branchenwechsel, change of career, change career, transition* into, transition* to, new field, starting over, start over, beruf wechseln, neuer beruf, bootcamp, out of retail, out of teaching, something else entirely, change direction, changing direction, used to be a, turned developer, turned project manager, career turn
Returning after a break: career break, career gap, gap in my, returning after, return* to work, back to work, back at work, restart* my career, returner, returnship, parental leave, maternity, paternity, sabbatical, long break, wiedereinst*, elternzeit, mutterschutz, auszeit, returning to, coming back to work, after a break, after kid, after maternity, ruckkehr, zuruck in den beruf, back into work, after an illness, after illness, after long illness
Part-time work: part time, job shar*, jobshar*, teilzeit*, four day week, fewer hours, reduced hours, 4 day week
Careers & promotion: career coach*, career develop*, promotion, promoted, next level, career path, career plan*, career map, career ladder, career advice, karriere*, beforder*, aufstieg
Losing a job: laid off, layoff, redundan*, fired, severance, kundigung*, arbeitslo*, unemploy*, resign*, quit my job, quitting my job, leaving my job, notice period
LinkedIn & personal brand: linkedin, xing, personal brand*
Freelancing: freelanc*, freiberuf*, self employ*, selbstandig*, solo self, consultant, consulting
Rates & pricing: pricing, price*, day rate, hourly rate, charge, stundensatz*, tagessatz*, preis*
Clients: client, customer, kunde, kunden, kundin, akquise, kundengewinn*, auftraggeber*, auftrage

# Leading and working together
Management & leadership: manager, managing, management, people manag*, line manag*, leadership, leading, team lead*, lead a team, manage a team, someone i lead, to lead, direct report, one to one, one on one, delegat*, boss, head of, fuhrung*, vorgesetzt*, teamleit*, mitarbeiter*, chefin, first time lead, supervis*, performance review, performance management, appraisal, tech lead*, team coach*, delegieren, over my friend, my first team, new team, being in charge, in charge of
Mentoring: mentor*, mentee
Hiring: hire, hired, hiring, recruiting, recruitment, job ad, job post*, job description, first engineer, talent acquisition, headhunt*, personalsuche, personalgewinn*, finding staff, find staff, finding developer, find developer, build* a team, first hire, employer brand*, stellenanzeige*, fachkraft*
Onboarding: onboard*, einarbeit*, starting a new job, new starter, first day
Hard conversations: conflict, difficult conversation, hard conversation, difficult people, difficult boss, mediation, mediator, konflikt*, giving feedback, hard feedback, toxic, bully*, mobbing, difficult colleague, streit
Remote teams: remote*, distributed team, time zone, timezone, home office, homeoffice, work* from home, hybrid work*, cowork*, digital nomad*, wfh, home working, async*
Retrospectives & workshops: retro, retrospective, workshop*, facilitat*, moderation, moderieren, team building, teambuilding, offsite, team event, icebreaker
Agile: agil*, scrum*, kanban, sprint
Project management: project manag*, project lead*, projektmanag*, projektleit*, gantt, deadline
Product management: product manag*, product owner, product role, product career, in product, to product, into product, roadmap, backlog, stakeholder, user story, feature request, product feature, prioriti*, produktmanag*, mvp, product market fit, product strategy
Strategy: strateg*, okr, change manag*, transformation
Diversity & inclusion: diversity, diverse, inclusion, inclusive, women in tech, neurodiver*, adhd, autis*, gender*, lgbt*, gleichstellung, vielfalt
Time management: time manag*, productivity, procrastinat*, zeitmanag*
Work-life balance: burnout, burn out, burned out, burnt out, exhaust*, stress*, overwhelm*, work life balance, switch off, mindful*, meditat*, boundar*, setting limit, say* no, overtime, mental health, wellbeing, resilien*, uberstund*, achtsamkeit, erschopf*, abschalten, switching off, relax*, working too much, work too much, stressbewaltigung, tired, no energy, every weekend, long hour, too many hour, stopping work, stop working
Confidence: impostor*, imposter*, confiden*, self doubt, selbstbewusst*, selbstvertrauen, speaking up, speak up, self esteem
Networking & meetups: networking, meetup, introvert*, small talk, meet stranger, meet new people, meeting new people, meeting people, making contacts, netzwerken, kontakte knupfen, meet people, make friend, making friend, new in town, new in the city, leute kennenlernen, neu in der stadt, build* a network, community building, moved here, know nobody, newcomer, organising meetup, organise a meetup

# Companies and money
Starting a company: startup, start up, start* a company, start* my own, own company, own business, business idea, business plan, business model, founder, cofounder, co founder, founding a, entrepreneur*, bootstrap*, side business, grunder*, grundung*, existenzgrund*, mitgrund*, start a business, starting a business, set up a company, side hustle, sole trader, limited company, gmbh, into a business, small business owner, app idea, early stage
Investors: investor, angel, venture capital, vc, seed round, first round, raise money, raising money, raising a round, pitch*, term sheet, crowdfund*, risikokapital, pre seed, series a, funding round, valuation, cap table, who invests, kickstarter
Grants & fundraising: grant, fundrais*, donor, donation, spende, spenden*, fordermittel*, stiftung*, funding bid, funding application
Non-profits: nonprofit, non profit, charity, ngo, verein, vereine, gemeinnutz*
Boards & trustees: trustee, governor, board role, board seat, board member, board position, charity board, join* a board, on a board, for a board, non executive, governance, aufsichtsrat*, beirat*
Volunteering: volunteer*, voluntary, give back, giving back, youth club, ehrenamt*, freiwillig*, food bank, foodbank, soup kitchen, community garden, good cause, helping hand, need hand, helfen wollen
Sales: sales, selling, sell, b2b, cold call*, cold email*, account manag*, vertrieb*, verkauf*, kaltakquise, closing deal, close deal, lead generation, prospecting
Marketing: marketing, newsletter, email campaign, social media, instagram, tiktok, seo, advertis*, branding, content strategy, werbung, reichweite, google ad, mailing list, mailchimp, landing page, content marketing, copywriting, getting the word out, event promotion, promote my, promoting, online advertis*, ad campaign
Press: press release, press work, journalis*, newsroom, media relation*, public relation*, pressearbeit, pressemitteil*
Budgets & finance: budget*, finance, financial plan*, financial model*, cash flow, forecast*, controlling, finanzplan*
Accounting & tax: tax, vat, accounting, accountant, bookkeep*, invoice, steuer*, umsatzsteuer*, einkommensteuer*, finanzamt, buchhalt*, rechnung*, self assessment, receipt, elster, buchfuhrung, mwst, pay late, late payment, unpaid invoice, mahnung*
Pensions & personal finance: pension, retire*, invest* my, etf, saving money, mortgage, insurance, financial advis*, social security, rente, rentenversicherung, altersvorsorge, versicherung*, personal finance, investing, geldanlage, aktien
Contracts & law: contract, lawyer, legal, small print, nda, terms and conditions, vertrag*, anwalt*, rechtlich*, arbeitsrecht, jurist*, solicitor, attorney, legal advice, employment law, agb
Licences & copyright: licence, license, licensing, copyright*, patent, trademark*, intellectual property, lizenz*, urheberrecht*, creative commons
Privacy: privacy, gdpr, data protection, datenschutz*, dsgvo
Procurement & tenders: procurement, tender, rfp, public contract, ausschreib*, beschaff*, vergabe*
Vendors: vendor, supplier, lieferant*
Customer support: customer support, customer service, customer care, kundenservice, kundendienst
Online shops: ecommerce, e commerce, online shop, webshop, shopify
Logistics: logisti*, supply chain, warehouse, lieferkette*, route planning
Public sector: public sector, the council, civil service, civil servant, government*, city council, verwaltung*, behorde*, offentlicher dienst, local government, ministry, ministerium
Healthcare: healthcare, health care, hospital*, nurse, nursing, clinic, medic*, krankenhaus*, klinik*, arzt*, pflege*, nhs, physician, therapist, psycholog*, dentist, surgeon, midwife, pharma*, physio*, krankenpfleg*
Sustainability: sustainab*, climate*, carbon, renewable*, solar*, nachhaltig*, klima*, net zero, circular economy, esg, green job, recycling

# Making software
SQL & databases: sql, nosql, database*, postgre*, mysql, mongodb, query, group by, datenbank*, sqlite, schema design, data model*
Data engineering: data engineer*, etl, airflow, dbt, data pipeline, data warehouse, data lake, spark, kafka, snowflake
Dashboards & analysis: dashboard*, data analy*, analytics, chart, data story, data visual*, visualis*, visualiz*, power bi, powerbi, tableau, kpi, datenanaly*, diagramm*, graph, data viz, metabase, looker, infographic, present number, data visualisation, data visualization
Working in data: in data, data scien*, data job, data career, data role, data team, data hire
Statistics: statisti*, probability, regression, ab test*, a b test*
Machine learning: machine learning, ml, mlops, neural net*, deep learning, which model, train* a model, train* model, model in production, model into production, pytorch, tensorflow, computer vision, maschinelles lernen, recommender*, scikit learn, kaggle, model training, data scien*, predict*, churn
Generative AI: ai, ki, chatgpt, gpt, llm*, prompt, prompting, prompt engineer*, generative, genai, copilot, artificial intelligence, chat gpt
Python: python, django, flask, pandas, numpy, jupyter, script
Programming: full stack, fullstack, backend, back end, graphql, rest api, learn* to code, learn* coding, coding, programming, programmier*, code review*, clean code, algorithm*, software engineer*, software develop*, softwareentwickl*, learn programming
JavaScript: javascript, typescript, react, vue, angular, nodejs, node js
Websites: website, web site, webseite*, html, css, wordpress, frontend, front end, web develop*, homepage, web page, webdesign, squarespace, webflow, cms, landing page, responsive, web design*
Apps: ios, android, app develop*, kotlin, flutter, mobile app, app idea, react native
Games development: game develop*, gamedev, unity, unreal
Software architecture: distributed system, software architect*, system architect*, it architect*, system design*, microservice*, domain driven, legacy code, refactor*, technical debt, tech debt, softwarearchitektur, architecture
Debugging: debug*, bug, troubleshoot*, error in, finding error, stack trace, fehlersuche
Testing: unit test*, test automation, automated test*, software test*, qa, tdd, testautomat*, testing, end to end test
Open source: open source, opensource, maintainer, pull request, github, prs welcome, first contribution
DevOps: devops, ci cd, continuous integration, continuous delivery, deploy*, github action, jenkins, gitlab, infrastructure
Kubernetes & containers: kubernetes, k8s, container, docker, helm, openshift
Cloud: cloud, aws, amazon, azure, gcp, google cloud, serverless, terraform, mainframe
Incidents & observability: incident, on call, observab*, monitoring, alert, alerting, postmortem, post mortem, sre, site reliability, outage, rufbereitschaft
Networks & Wi-Fi: wifi, wi fi, wlan, router, home network, computer network, vpn, dns, heimnetz*
Linux: linux, ubuntu, debian, sysadmin*, bash
Security: security, cyber*, phishing, hacker, hacking, hacked, pen test*, pentest*, penetration test*, ransomware, password, firewall, it sicherheit, informationssicherheit, infosec, ciso, iso 27001, 2fa, malware, scam, fake invoice, fraud, betrug
Accessibility: accessib*, a11y, wcag, screen reader, blind, deaf, caption, captioning, subtitl*, audio description, sign language, barrierefrei*, disab*, visually impaired, leichte sprache, gebardensprache, assistive
Design: ui, ux, user interface, interface design, graphic design*, web design*, designer, design system, design, figma, typograph*, typeface, font, logo, app screen, wireframe, mockup, grafik*, poster, flyer, visual design, illustrat*, webdesign
User research: user interview*, user research*, usability, customer interview*, customer discovery, talk* to customer, talk* to user, user test*, survey, umfrage*, nutzerforsch*
Spreadsheets: excel, spreadsheet, pivot table, vlookup, google sheet, tabellenkalk*, formula, macro, vba
Automation: automat*, no code, nocode, zapier, low code, automating, script
Hardware: arduino, robotic*, raspberry pi, electronics, 3d print*, embedded, iot, cad
Blockchain: blockchain, crypto, cryptocurrenc*, bitcoin

# Speaking, writing, learning
Public speaking: public speaking, wedding speech, wedding toast, a toast, speaking at, speak at, speaker, stage fright, first talk, a talk, my talk, talk proposal, conference talk, for talk, giving talk, lightning talk, speech, present to, presenting, presentation, slide deck, powerpoint, toastmaster, keynote, conference, cfp, vortrag*, lampenfieber, prasentier*, prasentation*, rhetorik, reden halten, give a speech, giving a speech, speak* in public, speak* in front, presenting to, panel discussion, give talk, vor publikum, vor leuten
Writing: writing, technical writ*, proofread*, copyedit*, editing, editor, blog*, blog post, essay, paragraph, report, documentation, board paper, schreiben, texte, lektor*, grammar, article, korrekturlesen, bericht*
Books: novel, fiction, memoir, poetry, poem, screenplay, publish* a book, write a book, writing a book, book publish*, roman schreiben, book club
Storytelling: storytell*
Teaching: teaching, teacher, lesson plan*, classroom, tutor, tutoring, homework help, nachhilfe, lehrer*, lehramt, unterricht*
Research & PhD: phd, doctorate, postdoc*, academi*, dissertation, research career, into research, doktorarbeit, promovier*, thesis, masterarbeit, bachelorarbeit, abschlussarbeit
Studying: degree, mba, university, studium, studieren, scholarship, stipendi*
Certifications: certif*, zertifi*, exam, exam prep*, prufung*
English: english, native speaker, native english, ielts, toefl, englisch*
German: german, deutsch*
French: french, francais, franzosisch*
Spanish: spanish, espanol, spanisch*
Italian: italian, italiano, italienisch*

# Life, and what people like
Moving abroad & visas: visa, work permit, residence permit, blue card, immigra*, emigra*, expat*, relocat*, mov* abroad, liv* abroad, work* abroad, phd abroad, aufenthalt*, auswander*, arbeitserlaubnis, new country, citizenship, einburger*, moving country
Housing: flat, apartment, landlord, flatshare, flatmate, housing, house hunting, wohnung*, wohngemeinschaft, rent, renting, buying a house, first home, wg zimmer, mieten
Children & parenting: childcare, nursery, kindergarten, babysit*, parenting, working parent, working mother, working mum, toddler, kita, kitaplatz, tagesmutter, new parent, new dad, new mum, single parent, working dad, kinderbetreuung, vereinbarkeit, father, mother, mum, dad, school holiday, mum of, dad of, mother of, father of, schulferien
Caring for relatives: elder care, eldercare, ageing parent, aging parent, caring for my, pflegende angehorige
Running: run with, running partner, running group, running club, running buddy, half marathon, marathon*, jogg*, parkrun, lauftreff, laufpartner*
Fitness: fitness, gym, get* fit, workout, strength training, yoga, pilates
Cycling: cycling, bike, bicycle*, fahrrad*, radfahr*
Swimming: swim*, schwimm*
Hiking & climbing: hik*, climbing, boulder*, bergsteig*
Gardening: garden*, weeding, mulch*, lawn, allotment, tomato*, compost*, garten*, vegetable, houseplant, balkon*
Travel: travel*, backpack*, interrail, reisen
Beekeeping: bee, beehive, beekeep*, honey, imker*, bienen*
Repairs & DIY: repair*, diy, woodwork*, plumbing, electrician, reparier*, reparatur*, heimwerk*
Sewing & knitting: sewing, knitting, crochet*, stricken
Painting & crafts: painting, drawing, pottery, ceramic, malen, zeichnen
Dogs: dog, puppy, dog walking, german shepherd, hund, hunde*
Games: board game*, card game, chess, schach
Cooking & baking: cook*, baking, recipe, sourdough, kochen, backen
Coffee: flat white, espresso, barista, latte art
Photography & video: photo*, product photo*, camera, video, video edit*, youtube, fotograf*, picture, selfie
Podcasts & radio: podcast*, radio
Music: guitar*, piano, choir, singing, my band, gitarre*, klavier*, chor, violin, drum, songwriting, drummer, bass player, a band, rehearsal
Dance & theatre: dancing, dance, tanzen, theatre, theater, improv

# What is none of it, whatever its words say alone
-: my boss, my manager, no budget, small budget, on a budget, low budget, table tennis
"""
