"""Invented people, with names in several scripts."""

from dataclasses import dataclass

# first name|last name|pronouns|role|stage|industry|organization|ask|offer; kinds follow below.
_LINES = """
Aiko|Tanaka|she/her|Student|studying|Software|Edinburgh Uni|my first job in data|Japanese conversation
Ravi|Shah|he/him|Leader|executive|Energy|Greenline Energy|being useful after a big firm|a career map on one napkin
Zoë|Martin|she/her|Career changer|changing|Public sector|City Council|who uses data in archives|finding anything, anywhere
Kofi|Mensah|he/him|Founder|senior|Software|Fieldmap|whom to hire first for data|two paid weeks with real field data
Inês|Costa|she/her|Educator|senior|Education|Granton School|data outside school|an introduction to teachers
Łucja|Żółkiewska|they/them|Founder|mid|Retail|Parcelfox|my first data hire|a founder's honest view
فاطمة|الزهراء|she/her|Career changer|changing|Finance|Castle Insurance|moving from law to product|reading contracts
小明|王|he/him|Newcomer|early|Software|Forth Health|where to swim in winter|Python for beginners
Дарья|Соколова|she/her|Leader|executive|Media|Harbour Films|board roles|storytelling for talks
Nguyễn|Thị Hạnh|she/her|Practitioner|mid|Manufacturing|Tally Works|raising a first round|Excel that saves evenings
Siobhán|Kelly|she/her|Career changer|changing|Education|Granton School|leaving teaching|practice interviews
Maximiliano|Ruiz Castellanos|he/him|Practitioner|senior|Healthcare|Forth Health|moving to lead a team|interview practice
Anne-Catherine|Lefèvre-Dubois|she/her|Educator|senior|Education|Edinburgh Uni|speaking at meetups|a course list
Thiruvenkatasamy|Raghunathan Iyer|he/him|Practitioner|senior|Finance|Tally Bank|SQL at ten in the evening|SQL drills
Γιώργος|Παπαδόπουλος|he/him|Practitioner|mid|Logistics|Parcelfox|career breaks|route planning
ענבל|לוי|she/her|Founder|early|Healthcare|Pulse Lab|pricing a first product|user interviews
지우|김|they/them|Student|studying|Media|Napier|a portfolio review|motion design
Amara|Okafor|she/her|Leader|executive|Healthcare|Forth Health|hiring juniors well|portfolio reviews
Sofia|Lund|she/her|Practitioner|mid|Software|Fieldmap|speaking at a meetup|interview practice
Leïla|Haddad|she/her|Student|studying|Finance|Napier|freelancing|Arabic and French
Yusuf|Demir|he/him|Practitioner|mid|Energy|Greenline Energy|first clients|negotiation
Ana|Petrova|she/her|Newcomer|early|Software|Tally Bank|language tech|proofreading
Ewa|Nowak|she/her|Career changer|changing|Logistics|Parcelfox|is SQL enough?|how warehouses run
Grace|Kim|she/her|Leader|executive|Media|Harbour Films|CV feedback for a board|CV feedback
Mia|Chen|she/her|Newcomer|early|Education|Edinburgh Uni|PhD or job?|statistics basics
Ben|Adler|he/him|Career changer|changing|Media|Freelance|data stories|sharpening one paragraph
Chidi|Eze|he/him|Practitioner|senior|Public sector|City Council|a new sector|public-sector tips
Priya|Nair|she/her|Practitioner|mid|Software|Pulse Lab|moving to lead|code reviews
Tomás|Silva|he/him|Newcomer|early|Retail|Castle Insurance|portfolio review|running partners
Noor|Rahman|she/her|Educator|senior|Education|Granton Hub|teaching SQL to adults|lesson planning
Hana|Novák|she/her|Practitioner|mid|Software|Tally Bank|moving abroad|dbt and Airflow
Jonas|Weber|he/him|Newcomer|early|Manufacturing|Tally Works|internships|German conversation
Sam|Park|they/them|Career changer|changing|Retail|Freelance|where to start|shop-floor stories
Mateo|Ruiz|he/him|Student|studying|Software|Napier|internships|an introduction to student groups
Luca|Bianchi|he/him|Leader|senior|Energy|Greenline Energy|building a first data team|budget planning
Olu|Adé|he/him|Practitioner|mid|Finance|Tally Bank|changing sector|spreadsheets
Adaeze|Abara|she/her|Newcomer|early|Healthcare|Forth Health|first job in data|career maps
Zofia|Mazur|she/her|Practitioner|senior|Logistics|Parcelfox|negotiating a raise|talking to recruiters
Kwame|Boateng|he/him|Leader|executive|Public sector|City Council|finding trustees|an introduction to the council
Esra|Çelik|she/her|Career changer|changing|Education|Granton School|a portfolio from school projects|patience
Liam|Gallagher|he/him|Student|studying|Media|Napier|freelancing|video editing
Ingrid|Nilsen|she/her|Practitioner|senior|Energy|Greenline Energy|writing a board paper|technical writing
Ahmed|Hassan|he/him|Newcomer|early|Software|Pulse Lab|his first clients|help on the day
Aisha|Bello|she/her|Practitioner|mid|Education|Edinburgh Uni|raising a first round|SQL drills
Alejandro|Gómez|he/him|Newcomer|early|Finance|Castle Insurance|where to start|grant tips
Anders|Haddad|he/him|Educator|mid|Education|Granton School|teaching less, better|lesson planning
Arjun|Holm|he/him|Newcomer|early|Energy|Greenline Energy|leaving teaching|guitar lessons
Jo|Adams|they/them|Newcomer|early|Media|Freelance|anything, I'm new here|a good café
Bartholomew|van den Berg|he/him|Student|studying|Logistics|Napier|first job in data|Dutch conversation
Élodie|Moreau|she/her|Founder|mid|Manufacturing|Atelier Nord|pricing|product photos
Marek|Dvořák|he/him|Practitioner|mid|Software|Fieldmap|remote teams|Kubernetes basics
Rosa|Lindqvist|she/her|Career changer|changing|Healthcare|Pulse Lab|a way into research|nursing stories
Tariq|Aziz|he/him|Practitioner|senior|Public sector|City Council|moving into management|incident response
Yuki|Sato|she/her|Student|studying|Software|Edinburgh Uni|a PhD abroad|Japanese cooking
Owen|Price|he/him|Leader|executive|Finance|Tally Bank|mentoring without a label|finance for founders
Ciara|Walsh|she/her|Practitioner|mid|Retail|Castle Insurance|returning after a break|a sounding board
Pavel|Ivanov|he/him|Newcomer|early|Manufacturing|Tally Works|security careers|CAD drawings
Meera|Joshi|she/her|Founder|senior|Education|Sprout|a first hire|pitch practice
Hugo|Lefort|he/him|Student|studying|Finance|Napier|practice interviews|chess
Bea|Thompson|she/her|Educator|senior|Education|Granton Hub|moving out of the classroom|facilitation
"""


@dataclass(frozen=True)
class Guest:
    """One invented person, with what they ask and offer."""

    first_name: str
    last_name: str
    pronouns: str
    role: str
    stage: str
    industry: str
    organization: str
    ask: str
    offer: str

    @property
    def ask_kind(self) -> str:
        """The kind that the words suggest."""
        return _kind(self.ask)

    @property
    def offer_kind(self) -> str:
        """The kind that the words suggest."""
        return _kind(self.offer)


def _kind(line: str) -> str:
    if "introduction" in line:
        return "introduction"
    if "help on the day" in line or "lesson" in line:
        return "volunteering"
    skills = ("SQL", "Python", "review", "practice", "conversation", "drills", "basics", "design")
    return "skill" if any(word in line for word in skills) else "advice"


GUESTS = tuple(Guest(*line.split("|")) for line in _LINES.strip().splitlines())
