"""The words that head the columns of attendee lists, in the languages people keep them in."""

# Whole headings, the surest first; ticket sellers' wording, then lists made by hand.
HEADINGS = {
    "email": """email; email address; attendee email; guest email; your email;
        contact email; mail; e-mail-adresse;
        mailadresse; adresse e-mail; adresse mail; courriel; correo; correo electrónico; indirizzo
        email; posta elettronica; endereço de email; e-mailadres; adres e-mail; e-postadress;
        e-posta; почта; электронная почта; електронна пошта; メールアドレス; メール; 邮箱; 电子邮件; 電子郵件;
        이메일; البريد الإلكتروني; username""",
    "first_name": """first name; firstname; first; given name; forename; attendee first name; guest first
        name; preferred name; vorname; rufname; prénom; nombre; nombres; nome; primeiro nome;
        voornaam; imię; jméno; křestní jméno; fornavn; förnamn; etunimi; keresztnév; ad; adı; имя;
        ім'я; όνομα; 名; 이름; الاسم الأول; given names; vornamen; nombre de pila;
        nome próprio; nome de batismo; nomes próprios; nombre propio; nome di battesimo; roepnaam; voornamen""",
    "last_name": """last name; lastname; last; surname; family name; attendee last name; guest last name;
        nachname; familienname; zuname; nom de famille; nom; apellido; apellidos; cognome;
        sobrenome; apelido; achternaam; nazwisko; příjmení; etternavn; efternavn; efternamn;
        sukunimi; vezetéknév; soyad; soyadı; фамилия; прізвище; επώνυμο; 姓; 성; اسم العائلة;
        surnames; zunamen; apelidos; sobrenomes; cognomi; nombre de familia; nome de família""",
    "infix": """tussenvoegsel; tussenvoegsels; voorvoegsel; voorvoegsels; infix; name infix; surname prefix;
        last name prefix; family name prefix; namensvorsatz; vorsatzwort; namenszusatz; particule""",
    "name": """name; full name; attendee name; attendee; guest name; guest; your name; participant;
        vollständiger name; vor- und nachname; nom complet; nom et prénom; prénom et nom; nombre
        completo; nombre y apellidos; nome completo; nome e cognome; naam; volledige naam; imię i
        nazwisko; jméno a příjmení; navn; namn; nimi; név; ad soyad; фио; имя и фамилия; піб;
        ονοματεπώνυμο; 氏名; お名前; 名前; 姓名; 名字; 성명; الاسم; first and last name;
        vorname und nachname; vorname nachname; name vorname; whole name; display name; sort name;
        contact name; teilnehmer; teilnehmerin; gast; who; wer; wie heißt du; comment vous appelez vous;
        cómo te llamas; come ti chiami; 参加者""",
    "role": """role; your role; what is your role; what's your role; what best describes you; which
        best describes you; i am a; i come as; attending as; rolle; deine rolle; ihre rolle; rôle;
        votre rôle; rol; tu rol; ruolo; papel; função; rola; роль; ρόλος; 役割; 角色; 역할""",
    "stage": """career stage; stage; career level; seniority; experience level; experience;
        karrierestufe; karrierephase; berufserfahrung; étape de carrière; niveau d'expérience;
        etapa profesional; fase di carriera; loopbaanfase; etap kariery; キャリア段階; 职业阶段;
        erfahrung; berufsphase; expérience; experiencia; esperienza; experiência; ervaring;
        doświadczenie; zkušenosti; erfarenhet; erfaring; опыт; досвід; εμπειρία; 経験; 经验; 경력""",
    "industry": """industry; sector; field; your industry; branche; secteur; secteur d'activité;
        industria; industrie; settore; setor; bransch; branża; obor; отрасль; галузь; 業界; 行业;
        업계""",
    "organization": """company name; organization; organisation; company; employer; affiliation;
        current employer; workplace; place of work;
        company organization; firma; firmenname; unternehmensname; bedrijfsnaam; unternehmen; arbeitgeber; entreprise; société; employeur;
        empresa; organización; azienda; organizzazione; organização; bedrijf; organisatie; företag;
        компания; организация; компанія; 会社; 会社名; 所属; 公司; 单位; 회사""",
    "ask": """ask; my ask; your ask; one ask; question; i need; frage; meine frage; ich suche;
        demande; ma question; je cherche; pregunta; busco; domanda; cerco; pergunta; vraag; ik zoek;
        вопрос; 質問; 问题; 질문""",
    "offer": """offer; my offer; your offer; one offer; i offer; angebot; mein angebot; ich biete;
        offre; j'offre; je propose; oferta; ofrezco; offerta; offro; ofereço; aanbod; ik bied;
        предложение; 提供""",
    "pronouns": """pronouns; pronoun; your pronouns; pronomen; pronoms; pronombres; pronomi;
        pronomes; voornaamwoorden; zaimki; местоимения; 代名詞""",
    "access_needs": """access needs; access requirements; accessibility; accessibility needs;
        accessibility requirements; accommodations; special needs; special requirements; special
        assistance; barrierefreiheit; zugangsbedarf; besondere bedürfnisse; unterstützungsbedarf;
        accessibilité; besoins d'accessibilité; besoins particuliers; accesibilidad; necesidades
        de accesibilidad; necesidades especiales; accessibilità; esigenze particolari;
        acessibilidade; necessidades especiais; toegankelijkheid; specjalne potrzeby; dostępność;
        speciální požadavky; особые потребности; доступність; アクセシビリティ; 配慮; 无障碍需求""",
    "food": """food; dietary requirements; dietary restrictions; dietary needs; dietary
        preferences; dietary; diet; food allergies; allergies; meal; meal preference; meal choice;
        ernährung; essen; verpflegung; essenswunsch; unverträglichkeiten; allergien; alimentation;
        régime alimentaire; restrictions alimentaires; repas; comida; dieta; alergias;
        restricciones alimentarias; cibo; allergie; intolleranze; esigenze alimentari;
        alimentação; restrições alimentares; dieetwensen; allergieën; alergie; strava; питание;
        аллергии; харчування; 食事; アレルギー; 饮食; 过敏; 식단; 알레르기""",
    "guests": """guests; number of guests; additional guests; extra guests; plus ones; plus one;
        plus 1; gäste; begleitung; begleitpersonen; accompagnants; invités; acompañantes; ospiti;
        acompanhantes; gasten; goście""",
    "quantity": """quantity; qty; ticket quantity; number of tickets; tickets; tickets purchased; positions;
        number of attendees; number of people;
        anzahl; quantité; cantidad; quantità; quantidade; aantal; количество; 数量""",
}

# Wording inside longer headings, which are often whole questions.
PHRASES = {
    "email": "email; e mail; mail address; courriel; correo electrónico; mailadresse",
    "pronouns": "pronouns; pronomen; pronoms; pronombres",
    "stage": """career stage; stage of your career; seniority; experience level; career are you;
        years of experience; your career""",
    "role": "best describes you; your role; describe yourself; describes you best; deine rolle",
    "offer": """can you offer; could you offer; could help; can help; can you help; happy to help;
        help someone; help others; like to offer; i offer; kannst du helfen; kannst du anbieten;
        biete ich; pouvez-vous offrir; puedes ofrecer; puoi offrire""",
    "ask": """like to ask; want to ask; ask about; one ask; your ask; help with; need help; looking
        for; hope to learn; want to learn; like to learn; möchtest du fragen; brauchst du hilfe;
        suche ich; souhaitez-vous demander; quieres preguntar; vuoi chiedere""",
    "industry": "industry; sector; branche; secteur",
    "organization": "company; organization; organisation; employer; where do you work",
    "first_name": """first name; given name; forename; vorname; prénom; voornaam; primer nombre; primeiro
        nome; nome próprio; nombre de pila; roepnaam""",
    "last_name": """last name; family name; surname; nachname; nom de famille; apellido; apellidos; apelido;
        sobrenome; cognome; achternaam""",
    "name": "full name; whole name; your name; vollständiger name; nom complet; nombre completo",
    "access_needs": """access needs; accessibility; accommodations; accommodation needs; special
        requirements; special needs; access requirements; barrierefrei; besondere bedürfnisse""",
    "food": """dietary; food allergies; allergies; allergy; food preference; food preferences; food
        restrictions; food requirements; meal preference; ernährung; unverträglichkeiten;
        allergien; régime alimentaire; restricciones alimentarias; alimentari; alimentares""",
    "guests": "additional guests; how many guests; bringing guests; plus one; plus ones; guests will you",
}

# Whose address or name it is, when the heading says so.
GUESTS = """attendee guest participant ticket holder your my dein deine ihr ihre votre ton tu tus su
    teilnehmer teilnehmerin teilnehmender gast partecipante participante deelnemer uczestnik účastník
    участник учасник own besucher deelnemers gasten deltagar deltaker deltager gäste"""
BUYERS = """buyer billing purchaser payer order booker booked booking invoice customer reservation
    besteller käufer rechnung rechnungs acheteur facturation comprador facturación acquirente fattura
    koper zamawiający purchased kunde kunden klant köpar"""
OTHERS = """organizer organiser emergency manager referrer referred referral reference invited inviter
    sponsor supervisor assistant parent guardian spouse partner host hosts speaker mentor notfall event
    venue label type opt consent agree permission newsletter marketing subscribe verified confirmed
    status sent url website format alternate cc"""
# Words around the thing itself, in headings that are questions.
AROUND = """what is s are the of please enter provide tell us give me and we may can you reach at
    which to wie ist lautet heißt bitte quel est cuál es qual è for contact 1 value primary main full kontakt"""
# A longer heading with one of these speaks of something else.
ELSEWHERE = """buyer billing event venue ticket order qr wallet eth solana phone mobile organizer
    opt consent agree permission newsletter marketing subscribe website url size job emergency
    invoice"""
# These mean the given or the family name only where the other one has its own column.
WHOLE_ALONE = "nombre; nombres; nome; nom; имя; ім'я; όνομα; jméno; imię; ad; adı; 이름"
# A heading with one of each asks for both.
GIVEN = "first given forename vorname vor prénom nombre nome imię jméno fornavn förnamn voornaam имя ім'я"
FAMILY = """last family surname nachname familienname nom apellido apellidos cognome sobrenome nazwisko
    příjmení etternavn efternavn efternamn achternaam фамилия прізвище apelido apelidos sobrenomes"""
# Words that languages write together with what is asked: 'Teilnehmername', 'Käufermail'.
JOINED = """teilnehmer gast gäste besucher buyer käufer besteller kunden rechnungs kontakt firmen unternehmens
    veranstaltungs event benutzer nutzer user deelnemer deelnemers gasten klant koper bedrijfs deltagar gäst
    gjeste deltaker deltager kunde köpar firma company attendee guest participant customer ticket"""
TAILS = """vorname vornamen nachname nachnamen familienname voornaam achternaam förnamn efternamn fornavn
    etternavn efternavn firstname lastname fullname name namen naam namn navn mailadresse email mail"""
