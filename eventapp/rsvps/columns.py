"""Which column of an attendee list holds what, and what the words in it mean."""

import re
from collections.abc import Callable, Iterable, Sequence

from eventapp.rsvps.topics import stems, words

FIELDS = (
    "first_name",
    "last_name",
    "name",
    "email",
    "role",
    "stage",
    "industry",
    "organization",
    "ask",
    "offer",
    "pronouns",
    "status",
    "quantity",
)

# Whole headings, the surest first; ticket sellers' wording, then lists made by hand.
_HEADINGS = {
    "email": """email; email address; attendee email; guest email; your email;
        contact email; mail; e-mail-adresse;
        mailadresse; adresse e-mail; adresse mail; courriel; correo; correo electrónico; indirizzo
        email; posta elettronica; endereço de email; e-mailadres; adres e-mail; e-postadress;
        e-posta; почта; электронная почта; електронна пошта; メールアドレス; メール; 邮箱; 电子邮件; 電子郵件;
        이메일; البريد الإلكتروني; buyer email""",
    "first_name": """first name; firstname; given name; forename; attendee first name; guest first
        name; preferred name; vorname; rufname; prénom; nombre; nombres; nome; primeiro nome;
        voornaam; imię; jméno; křestní jméno; fornavn; förnamn; etunimi; keresztnév; ad; adı; имя;
        ім'я; όνομα; 名; 이름; الاسم الأول; buyer first name""",
    "last_name": """last name; lastname; surname; family name; attendee last name; guest last name;
        nachname; familienname; zuname; nom de famille; nom; apellido; apellidos; cognome;
        sobrenome; apelido; achternaam; nazwisko; příjmení; etternavn; efternavn; efternamn;
        sukunimi; vezetéknév; soyad; soyadı; фамилия; прізвище; επώνυμο; 姓; 성; اسم العائلة;
        buyer last name""",
    "name": """name; full name; attendee name; attendee; guest name; guest; your name; participant;
        vollständiger name; vor- und nachname; nom complet; nom et prénom; prénom et nom; nombre
        completo; nombre y apellidos; nome completo; nome e cognome; naam; volledige naam; imię i
        nazwisko; jméno a příjmení; navn; namn; nimi; név; ad soyad; фио; имя и фамилия; піб;
        ονοματεπώνυμο; 氏名; お名前; 名前; 姓名; 名字; 성명; الاسم; buyer name""",
    "role": """role; your role; what is your role; what's your role; what best describes you; which
        best describes you; i am a; i come as; attending as; rolle; deine rolle; ihre rolle; rôle;
        votre rôle; rol; tu rol; ruolo; papel; função; rola; роль; ρόλος; 役割; 角色; 역할""",
    "stage": """career stage; stage; career level; seniority; experience level; experience;
        karrierestufe; karrierephase; berufserfahrung; étape de carrière; niveau d'expérience;
        etapa profesional; fase di carriera; loopbaanfase; etap kariery; キャリア段階; 职业阶段""",
    "industry": """industry; sector; field; your industry; branche; secteur; secteur d'activité;
        industria; industrie; settore; setor; bransch; branża; obor; отрасль; галузь; 業界; 行业;
        업계""",
    "organization": """organization; organisation; company; employer; company name; affiliation;
        company organization; firma; unternehmen; arbeitgeber; entreprise; société; employeur;
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
    "status": """attendee status; approval status; rsvp status; guest status; attendance status;
        registration status; status; rsvp; attending; coming; are you coming; zusage;
        teilnahme; kommt; statut; réponse; participation; asistencia; stato; presenza;
        статус; 出欠; 状态; 상태; order status""",
    "quantity": """quantity; qty; ticket quantity; number of tickets; tickets; number of guests;
        anzahl; quantité; cantidad; quantità; quantidade; aantal; количество; 数量""",
}

# Wording inside longer headings, which are often whole questions.
_PHRASES = {
    "email": "email; e mail; courriel; correo electrónico; mailadresse",
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
    "first_name": "first name; given name; vorname; prénom",
    "last_name": "last name; family name; surname; nachname",
}

# A longer heading with one of these speaks of something else.
_ELSEWHERE = """buyer billing event venue ticket order qr wallet eth solana phone mobile organizer
    opt consent agree permission newsletter marketing subscribe website url size job emergency"""
# These mean the given or the family name only where the other one has its own column.
_WHOLE_ALONE = "nombre; nombres; nome; nom; имя; ім'я; όνομα; jméno; imię; ad; adı; 이름"

_TITLES = "mr mrs ms miss mx dr prof herr frau sir dame mme ing dipl"
_SUFFIXES = "jr sr ii iii iv phd md mba msc ma ba dds esq cpa"

_COMING = """attending; going; approved; checked in; yes; y; confirmed; registered; complete;
    completed; accepted; paid; free; manual; offline; present; coming; attended; true; 1; x; ok;
    host; partially refunded; ja; zugesagt; kommt; oui; confirmé; sí; si; confirmado; sim; tak; да;
    так; 出席; 参加; 是"""
_AWAY = """not attending; not going; not coming; no; n; declined; cancelled; canceled; deleted;
    refunded; refunded canceled; refunded cancelled; transferred; rejected; removed; withdrawn;
    abandoned; expired; failed; absent; no show; void; false; 0; nein; abgesagt; storniert; non;
    annulé; annulée; refusé; cancelado; cancelada; rechazado; annullato; não; nao; nee;
    geannuleerd; nie; anulowane; ne; zrušeno; нет; отменено; ні; скасовано; 欠席; 取消; 否"""
_UNDECIDED = """pending; pending approval; waitlist; waitlisted; wait list; waiting; waiting list;
    on waitlist; invited; unpaid; tentative; maybe; interested; no response; not replied; draft;
    vielleicht; warteliste; eingeladen; peut être; liste d'attente; en attente; quizás; lista de
    espera; pendiente; forse; talvez; misschien; może; возможно; 未定; 候補"""

_STAGES = (
    ("changing", """changing; career changer; career change; changing careers; changing career;
        returning; transition; between jobs; quereinsteiger; quereinsteigerin; quereinstieg;
        reconversion; cambio de carrera"""),
    ("executive", """executive; exec; c level; director; vp; vice president; head; board; ceo; cto;
        geschäftsführung; führungskraft; dirigeant; directivo"""),
    ("studying", """studying; student; studies; school; apprentice; intern; trainee; studium;
        studierend; étudiant; étudiante; estudiante; studente"""),
    ("senior", "senior; experienced; lead; principal; staff; expert; erfahren; confirmé"),
    ("early", """early; junior; entry; entry level; graduate; beginner; starting out; newcomer;
        berufseinstieg; berufseinsteiger; débutant; principiante"""),
    ("mid", "mid; midcareer; midlevel; intermediate; middle; medior; mittlere; intermédiaire"),
)  # fmt: skip


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Recognised columns as field -> index; what isn't recognised is left to the organizer.

    Each column serves one field. Whole headings win over phrases inside a question.
    """
    plain = [_plain(heading) for heading in headings]
    found: dict[str, int] = {}
    for field, wanted in _EXACT.items():
        at = next((plain.index(text) for text in wanted if text in plain), None)
        if at is not None and at not in found.values():
            found[field] = at
    for field, phrases in _INSIDE.items():
        if field not in found:
            taken = set(found.values())
            at = _holding(phrases, plain, taken)
            if at is not None:
                found[field] = at
    _settle_names(found, plain)
    return {field: found[field] for field in FIELDS if field in found}


def attendance(cell: str) -> str:
    """`coming`, `away`, `undecided` or `unknown`, for a status in an export."""
    said = " ".join(words(cell))
    return _ATTENDANCE.get(said, "unknown") if said else "coming"


def stage_of(cell: str) -> str | None:
    """The key of a career stage put in free words; None when the words don't tell."""
    said = f" {' '.join(words(cell))} "
    return next(
        (key for key, signs in _STAGE_SIGNS if any(f" {sign} " in said for sign in signs)), None
    )


def role_of(cell: str, roles: Iterable[str]) -> str | None:
    """The role a cell names, whole or as the only one within its words; None otherwise."""
    said = " ".join(stems(cell))
    known = {" ".join(stems(role)): role for role in roles}
    if said in known:
        return known[said]
    inside = [role for text, role in known.items() if text and f" {text} " in f" {said} "]
    return inside[0] if len(inside) == 1 else None


def parted(whole: str) -> tuple[str, str]:
    """A whole name as first name and the rest; "Obi, Grace" is turned, titles are dropped."""
    before, _comma, after = (part.strip() for part in whole.partition(","))
    if before and after and "".join(words(after)) not in _SUFFIX_WORDS:
        return after, before
    parts = (before or after).split()
    while len(parts) > 1 and "".join(words(parts[0])) in _TITLE_WORDS:
        parts.pop(0)
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def _plain(heading: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("#", " number")
    return re.sub(r"\be mail", "email", " ".join(words(spaced)))


def _holding(phrases: Sequence[str], plain: Sequence[str], taken: set[int]) -> int | None:
    for phrase in phrases:
        for at, text in enumerate(plain):
            free = at not in taken and not _OTHERWISE & set(text.split())
            if free and f" {phrase} " in f" {text} ":
                return at
    return None


def _settle_names(found: dict[str, int], plain: Sequence[str]) -> None:
    for own, other in (("first_name", "last_name"), ("last_name", "first_name")):
        alone = own in found and other not in found and "name" not in found
        if alone and plain[found[own]] in _WHOLE_PLAIN:
            found["name"] = found.pop(own)


def _listed(text: str, shape: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(shape(part) for part in text.split(";") if part.strip())


def _spoken(text: str) -> str:
    return " ".join(words(text))


_EXACT = {field: _listed(text, _plain) for field, text in _HEADINGS.items()}
_INSIDE = {field: _listed(text, _plain) for field, text in _PHRASES.items()}
_WHOLE_PLAIN = _listed(_WHOLE_ALONE, _plain)
_OTHERWISE = frozenset(words(_ELSEWHERE))
_TITLE_WORDS, _SUFFIX_WORDS = frozenset(words(_TITLES)), frozenset(words(_SUFFIXES))
_ATTENDANCE = {
    word: meaning
    for meaning, text in (("coming", _COMING), ("away", _AWAY), ("undecided", _UNDECIDED))
    for word in _listed(text, _spoken)
}
_STAGE_SIGNS = tuple((key, _listed(text, _spoken)) for key, text in _STAGES)
