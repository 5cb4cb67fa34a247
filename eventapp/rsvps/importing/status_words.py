"""The words for coming and not coming, in the languages people keep their lists in."""

from eventapp.rsvps.topics import words

_YES = """yes; y; true; ja; j; jawohl; oui; sí; si; sim; tak; да; так; ναι; evet; igen; kyllä; ano; はい;
    是; 예; 네; نعم"""
_NO = """no; n; false; out; nein; non; não; nao; nee; nej; nei; nie; ne; ei; нет; ні; όχι; hayır; nem; いいえ;
    否; 아니요; لا; sorry; unfortunately; leider; regrets; can't; cannot; can not; i can't; i cannot; i
    won't; won't; désolé; désolée; malheureusement; lo siento; purtroppo; infelizmente; helaas;
    niestety"""
_COMING = """attending; going; approved; confirmed; registered; complete; completed; accepted; accept;
    paid; free; manual; offline; present; coming; attended; ok; host; checked in; partially refunded; organizer; organiser;
    active; valid; issued; booked; enrolled; admitted; joined; joining; in person; will attend; i will
    attend; i'll be there; i will be there; count me in; i'm in; of course; definitely; absolutely;
    sure; attending in person; success; successful; fulfilled; reserved; zugesagt; kommt; komme; ich
    komme; nehme teil; bestätigt; angemeldet; teilgenommen; bezahlt; gebucht; gerne; confirmé;
    confirmée; inscrit; inscrite; présent; présente; accepté; acceptée; payé; je viens; confirmado;
    confirmada; inscrito; inscrita; asiste; asistiré; aceptado; aceptada; pagado; pagada; registrado;
    registrada; confermato; confermata; iscritto; iscritta; accettato; pagato; presente; pago; paga;
    aceito; bevestigd; aangemeld; betaald; aanwezig; potwierdzone; potwierdzony; zapisany; potvrzeno;
    přihlášen; bekräftad; bekreftet; tilmeldt; påmeldt; anmäld; подтверждено; зарегистрирован;
    оплачено; підтверджено; 出席; 参加; 確定; 确认; 已确认; 已报名; 참석; 확정"""
_AWAY = """not attending; not going; not coming; declined; decline; denied; cancelled; canceled; cancel;
    deleted; refunded; refunded canceled; refunded cancelled; transferred; rejected; removed; withdrawn;
    withdrew; abandoned; expired; failed; absent; no show; noshow; no shows; noshows; void; voided; inactive; blocked;
    banned; lapsed; revoked; unregistered; unsubscribed; chargeback; charged back; duplicate; spam;
    reassigned; did not attend; will not attend; i will not attend; abgesagt; storniert; abgemeldet;
    abgelehnt; widerrufen; zurückgezogen; nicht dabei; kommt nicht; komme nicht; nimmt nicht teil; nicht
    teilgenommen; nicht erschienen; erstattet; ungültig; gelöscht; annulé; annulée; refusé; refusée;
    décliné; remboursé; remboursée; désinscrit; supprimé; absente; ne vient pas; cancelado; cancelada;
    rechazado; rechazada; anulado; anulada; reembolsado; reembolsada; ausente; baja; no asiste; no asistirá; neemt niet deel; retiré; retirée; refusée;
    annullato; annullata; rifiutato; rimborsato; assente; disdetto; recusado; geannuleerd; geweigerd;
    afgemeld; afwezig; anulowane; anulowany; odrzucone; zrušeno; zrušen; odhlášen; avbokad; avlyst;
    bajas; no vienen; no asisten; non vengono; não vêm; kommen nicht; komen niet; niet aanwezig; ne viennent pas;
    dropped out; excused; excusé; excusée; entschuldigt; verhindert; ha cancelado; ha disdetto; ha annullato; ha rinunciato;
    rinuncia; desistiu; cancelou; desistência; afgezegd; a annulé; count me out; i'm out; none of them; none of
    the above; sagt ab; hat abgesagt; kann nicht; kan niet; komt niet; ne peut pas; non può; não pode; não vem;
    não vai; no viene; no puede; non viene; invalid; not attended; opted out; avmeldt; afmeldt; aflyst; peruttu; lemondva; iptal; отменено; отменён; отклонено; скасовано;
    відхилено; ακυρώθηκε; 欠席; 取消; キャンセル; 已取消; 취소; 불참; ملغى; ملغي; ملغاة; تم الإلغاء; ألغى; ألغت;
    اعتذر; اعتذرت; مرفوض; غائب; غائبة; متغيب; متغيبة; لن يحضر; لن تحضر; abwesend; niet komen; nieobecny; nieobecna;
    nieobecni; anulowano; anulowana; odwołane; odwołany; odwołał; odwołała; zrezygnował; zrezygnowała; rezygnacja; nie przyjdzie;
    iptal edildi; iptal etti; vazgeçti; reddedildi; reddetti; gelmiyor; gelmeyecek; katılmıyor; katılmayacak; s'est
    désisté; s'est désistée; désisté; désistée; ne viendra pas; no vendrá"""
_UNDECIDED = """pending; pending approval; pending pay later; pending from waitlist; pending from
    incomplete transaction; pending refund; pending in cart; awaiting; awaiting payment; awaiting
    approval; awaiting confirmation; awaiting offline payment; payment pending; processing; in process;
    in progress; invited; unpaid; not paid; unconfirmed; not confirmed; tentative; tentatively accepted;
    maybe; perhaps; possibly; interested; no response; no reply; no answer; not replied; not answered;
    not responded; needs action; undecided; not sure; not sure yet; unsure; don't know; i don't know yet;
    tbc; tbd; tba; none; provisional; provisionally; draft; open; new; requested; under review; in review; on hold; incomplete; started;
    created; placed; initialized; reserved unpaid; partially paid; submitted; applied; asked to join; hold;
    unsicher; unklar; pendientes; pendentes; unsure yet; approval pending; unassigned; refund requested; not yet; only if; if need be; noch nicht; weiß noch nicht;
    weiß ich noch nicht; noch offen; offen; ausstehend; in bearbeitung; unbestätigt; unbezahlt; nicht bezahlt; angefragt; vorgemerkt;
    vielleicht; eventuell; eingeladen; weiß nicht; peut être; en attente; en attente de paiement; invité;
    invitée; en cours; à confirmer; non payé; quizás; tal vez; pendiente; pendiente de pago; invitado; sin
    confirmar; no pagado; forse; in attesa; invitato; da confermare; talvez; pendente; convidado;
    misschien; in afwachting; uitgenodigd; może; oczekuje; oczekujące; možná; čeká; kanske; kanskje; måske;
    ehkä; belki; beklemede; возможно; ожидает; ожидание; не оплачено; можливо; очікує; 未定; 保留; 待定; 미정"""
# What is said of somebody only when an event is over; beside these, whatever means that somebody stays away.
_MISSED = """not checked in; not yet checked in; not scanned; not present; not there; not here; not seen;
    wasn't there; was not there; didn't come; did not come; didn't show; did not show; didn't show up; did
    not show up; didn't attend; never came; never showed; never showed up; missing; missed; away; nicht da; war
    nicht da; nicht gekommen; kam nicht; ist nicht gekommen; nicht anwesend; nicht eingecheckt; hat gefehlt;
    gefehlt; fehlte; fehlt; unentschuldigt; nie gekommen; pas venu; pas venue; non venu; non venue; n'est
    pas venu; n'est pas venue; pas là; n'était pas là; pas présent; pas présente; non présent; non présente;
    n'a pas participé; absents; absentes; no vino; no asistió; no ha asistido; no estuvo; no se presentó; no
    participó; no presente; faltó; ha faltado; não veio; não compareceu; não foi; não esteve; não
    participou; não presente; faltou; falta; niet gekomen; kwam niet; niet verschenen; niet komen opdagen;
    was er niet; niet ingecheckt; niet deelgenomen; ontbreekt; nie przyszedł; nie przyszła; nie był; nie
    była; nie było; nie stawił się; nie stawiła się; nie dotarł; nie dotarła; nie uczestniczył; nie
    uczestniczyła; nie wziął udziału; nie wzięła udziału; brak; gelmedi; katılmadı; yok; yoktu; burada
    değildi; bulunmadı; giriş yapmadı; لم يحضر; لم تحضر; لم يأت; لم تأت; لم يأتي; لم تأتي; لم يشارك; لم
    تشارك; لم يسجل الدخول"""
# The same of who was there.
_THERE = """attended; present; came; there; here; was there; was here; was present; checked in; scanned; showed;
    showed up; arrived; joined; took part; participated; redeemed; anwesend; da; war da; dabei; war
    dabei; war anwesend; gekommen; kam; ist gekommen; erschienen; teilgenommen; hat teilgenommen;
    eingecheckt; présent; présente; venu; venue; est venu; est venue; là; était là; était présent; était
    présente; participé; a participé; presente; asistió; ha asistido; vino; estuvo; estuvo presente;
    participó; se presentó; veio; compareceu; foi; esteve; esteve presente; participou; aanwezig; was
    aanwezig; gekomen; kwam; was er; verschenen; ingecheckt; deelgenomen; heeft deelgenomen; obecny; obecna;
    był; była; był obecny; była obecna; przyszedł; przyszła; uczestniczył; uczestniczyła; wziął udział;
    wzięła udział; geldi; katıldı; vardı; var; buradaydı; giriş yaptı; حاضر; حاضرة; حضر; حضرت; شارك; شاركت;
    أتى; أتت; جاء; جاءت; تم تسجيل الحضور; تم الحضور"""
# What stands where nobody knows. 'N' alone is a no.
_UNTOLD = """n a; na; k a; keine angabe; non renseigné; sin datos; não informado; n v t; nvt; brak danych; bilinmiyor; غير
    معروف; unknown; unbekannt; inconnu; desconocido; desconhecido; onbekend; nieznane"""
_WAITING = """reserve list; reserves; reservelijst; reservelist; ersatz; ersatzliste; nachrückliste; suplentes; riserve;
    en liste d'attente; waitlist; waitlisted; wait list; wait listed; waiting; waiting list; on waitlist; on the
    waitlist; on wait list; on waiting list; on the waiting list; added to waitlist; in line; in queue;
    queued; queue; standby; warteliste; auf warteliste; auf der warteliste; wartend; nachrücker; liste
    d'attente; sur liste d'attente; lista de espera; en lista de espera; lista d'attesa; in lista d'attesa;
    wachtlijst; op de wachtlijst; lista rezerwowa; lista oczekujących; čekací listina; náhradník;
    venteliste; på venteliste; väntelista; jonotuslista; várólista; bekleme listesi; лист ожидания; список
    ожидания; в списке ожидания; список очікування; λίστα αναμονής; 候補; キャンセル待ち; 候补; 대기; 대기자;
    قائمة الانتظار"""
# What may stand behind a yes that is plain: courtesy, the same once more, and whom one brings.
_COURTESY = """i ll will be there am m coming come in attending attend going to and the a an it we we're are
    thanks thank you please of course definitely absolutely sure happy happily gladly glad looking forward
    see love would with pleasure count me bring bringing guest guests one two three my partner wife husband
    friend colleague plus person ich komme bin dabei danke gerne gern natürlich klar bestimmt wir kommen freue
    mich oui je serai là viens serons avec plaisir merci volontiers bien sûr sí asistiré iré gracias con gusto
    claro sì ci sarò vengo grazie volentieri certo sim estarei obrigado obrigada graag ik kom ja dank je tak
    będę dziękuję jag kommer jeg kommer gärna gjerne tack takk"""
# A no in any of its shapes: in a heading it turns the question round.
_NEGATED = """not no unable cannot longer won wont can't cant t nicht kein keine verhindert pas ne non niet geen
    nie nao não inte ikke"""
# Where a heading begins like one of these, a yes or no below is an answer.
_STEMS = """attend make join particip partecip teilnahm teilnehm teilnimm nehm nimm komm kommt kom dabei anwes aanwez
    rsvp coming come viens vien viendr venir asist confirm zusag presen present erbij deltag będzie udzi"""
_ANSWERS = """response answer reply antwort réponse respuesta risposta resposta antwoord svar osa decision
    outcome result bestätigung y"""
_KNOWN_LATER = "attended joined confirmed attendee attendees participant participants present"
# Headings, whole.
_HEADED = {
    "there": """attended; checked in; checked in at; check in; check in at; check in time; check in date; checkin;
        checkin time; is checked in; attendance; came; present; showed up; was there; were there; arrived; arrival; arrived
        at; arrival time; attended at; attended date; attended on; has attended; did attend; scanned; scanned
        at; check ins; checkins; anwesend; anwesenheit; war da; war dabei; erschienen; gekommen; teilgenommen;
        hat teilgenommen; eingecheckt; présent; présente; présents; présence; présences; venu; est venu; a
        participé; émargement; presente; presentes; asistió; asistencia; vino; participó; ha asistido; presença;
        presenças; compareceu; comparecimento; veio; participou; aanwezig; aanwezigheid; gekomen; was er;
        deelgenomen; ingecheckt; obecny; obecna; obecni; obecność; przyszedł; był; uczestniczył; wziął udział;
        katıldı; geldi; katılım; yoklama; giriş yaptı; حضر; حاضر; حضور; الحضور; تم الحضور; شارك""",
    "missed": """no show; no shows; noshow; absent; absence; absences; missed; did not attend; didn't attend; did
        not come; abwesend; abwesenheit; nicht da; nicht erschienen; gefehlt; fehlte; absents; absente; ausente;
        ausentes; ausencia; ausência; no asistió; no vino; faltó; faltou; falta; faltas; não compareceu; não
        veio; afwezig; afwezigheid; niet gekomen; nieobecny; nieobecna; nieobecność; nieobecni; gelmedi;
        katılmadı; yok; devamsızlık; غائب; غياب; الغياب; لم يحضر""",
    "status": """status; attendee status; approval status; rsvp status; guest status; attendance status;
        registration status; order status; statut; stato; статус; stav; tila; durum; státusz; ステータス;
        状态; 狀態; 상태; الحالة; anmeldestatus; teilnahmestatus; buchungsstatus; anmeldungsstatus;
        bestellstatus""",
    "contrary": """not attending; not coming; not going; unable to attend; can't attend; cannot attend; can't
        come; no show; nicht dabei; kommt nicht; ne vient pas; no asiste""",
    "answer": """rsvp; your rsvp; rsvp response; rsvp answer; guest rsvp; attending; coming; going; response; reply; answer; attendance; participation;
        participating; will attend; can attend; joining; accepted; zusage; teilnahme; nimmt teil; kommt;
        kommst du; rückmeldung; réponse; présence; asistencia; asiste; respuesta; presenza; risposta;
        partecipazione; presença; participação; resposta; aanwezigheid; aanwezig; deelname; antwoord;
        udział; obecność; účast; deltagelse; deltar; närvaro; osallistuminen; részvétel; katılım; участие;
        присутствие; участь; συμμετοχή; 出欠; 参加可否; 参加; 出席; 참석; 참석 여부; الحضور""",
    "waiting": """waitlist; waitlisted; wait list; waiting list; on waitlist; on waiting list; on the
        waitlist; is waitlisted; warteliste; auf warteliste; liste d'attente; lista de espera; lista
        d'attesa; wachtlijst; лист ожидания; キャンセル待ち""",
    "question": """are you coming; are you attending; are you going; are you able to; will you attend; will
        you be attending; will you be joining; will you be there; will you join; will you come; will you be
        coming; can you attend; can you come; can you make it; can you join; do you plan to attend; plan to
        attend; planning to attend; able to attend; able to join; able to make it; going to attend; will you still come; i will
        attend; will be attending; do you want to attend; would you like to attend; kommst du; kommen
        sie; bist du dabei; sind sie dabei; nimmst du teil; nehmen sie teil; wirst du teilnehmen; werden
        sie teilnehmen; kannst du kommen; viens tu; venez vous; serez vous; seras tu; participerez vous;
        vas a asistir; vas a venir; asistirás; asistirá; vienes; vieni; parteciperai; parteciperà; sarai
        presente; você vai; vai participar; kom je; komt u; ben je erbij; czy przyjdziesz; czy weźmiesz
        udział; zúčastníš se; kommer du; deltar du; придёте ли вы; вы придёте; 参加しますか""",
}
_STATES = "status state statut stato estado état situação stan статус stav statuses"
_SUBJECTS = """attendee approval rsvp guest attendance registration registrant ticket order booking
    participant participation invitation invite invitee response reservation enrolment enrollment payment
    signup sign sign-up application admission anmeldung buchung teilnahme
    teilnehmer inscription participant réservation inscripción reserva pedido asistencia iscrizione
    asistente deelnemer inschrijving billet deltagar uczestnik
    prenotazione inscrição rezerwacja registrace регистрации заявки"""
_CONTRARY = """cancelled canceled cancellation cancel refunded refund refunds withdrawn voided void
    declined deleted rejected absent abgesagt absage storniert stornierung storno annulé annulée
    annulation remboursé cancelado cancelada cancelación reembolsado annullato annullata rimborsato
    geannuleerd anulowane zrušeno отменено скасовано キャンセル 取消 noshow regrets dropped opted verhindert
    withdrew withdrawal removed abgemeldet abmeldung stornodatum désinscrit baja excusé afgemeldt avanmäld
    avbokad annullamento annulering anulowania anulowano cancelamento rückerstattet"""
_AMOUNTS = "amount total sum value betrag montant importe importo valor bedrag kwota"
_PAID = """paid bezahlt payé payée pagado pagato pago betaald zapłacono zaplaceno оплачено payment payments
    zahlung zahlungseingang überwiesen paiement pagamento betaling betalt płatność platba fee"""
# Checked in is no answer: who wasn't there yet still comes.
_FORBIDDEN = """checked checkin checkout policy terms agree consent insurance newsletter email visa marital
    vaccination url photo membership subscription employment job question questions"""
# Questions that ask for a number or a day.
_COUNTING = "many days which when why"


# Words that begin like these speak of a waitlist, however they end.
_WAITS = """waitlist waitinglist warteliste nachrück wachtlijst standby reserveliste ventelist väntelist
    jonotus várólist queue"""
# A question about one of these is about a part: who doesn't dine may well come.
_PARTS = """dinner lunch breakfast brunch supper meal drinks reception party afterparty workshop workshops
    session sessions tour excursion track training tutorial masterclass hackathon afternoon banquet gala
    abendessen mittagessen frühstück essen empfang führung ausflug feier diner dîner souper déjeuner apéro
    atelier visite cena almuerzo comida taller fiesta jantar almoço oficina festa pranzo laboratorio visita
    borrel rondleiding ontbijt"""
# What somebody did before; says nothing of what is to come.
_PAST = """attended teilgenommen erschienen arrived showed participé asistió partecipato participou compareceu
    deelgenomen deltog"""
# Headings that are nothing but the question: a yes or no below is the answer.
_BRIEF = """in; in out; you in; are you in; there; here; with us; mit; mit dabei; yes no; y n; ja nein; j n; oui
    non; sí no; s n; sì no; sim não; ja nee; ja nej; ja nei; tak nie; yes no maybe; ja nein vielleicht; ok"""
_DAYS = """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so lundi mardi mercredi jeudi
    vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça
    quarta quinta sexta feira january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober
    dezember dez janvier février mars avril juin juillet août septembre octobre novembre décembre enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre januari februari maart
    mei augustus th st nd rd am pm at uhr h the day tag jour día dia dag giorno"""
# What somebody still owes: who hasn't paid all may well come, and is asked about.
_OWED = "due outstanding balance owed owing offener restbetrag saldo"


def _said(text: str) -> list[str]:
    return [" ".join(words(part)) for part in text.split(";") if part.strip()]


YES, NO = frozenset(_said(_YES)), frozenset(_said(_NO))

MEANINGS = {
    word: meaning
    for meaning, text in (
        ("coming", _COMING),
        ("undecided", _UNDECIDED),
        ("away", _AWAY),
        ("waiting", _WAITING),
    )
    for word in _said(text)
}
# Of an event that is over.
THERE, MISSED = frozenset(_said(_THERE)), frozenset(_said(_MISSED))
UNTOLD = frozenset(_said(_UNTOLD))
# Words that stand for nothing else, whatever heads their column.
_LOOSE = """free manual offline present ok host active valid open new draft hold sure started created
    baja duplicate removed deleted absent failed expired complete completed success processing paid"""
SURE = {
    word: meaning
    for word, meaning in MEANINGS.items()
    if word not in _said(_LOOSE.replace(" ", ";"))
}
# What our own file says; translated on the way out, so looked up translated.
OWN = {
    "Going": "coming",
    "Waitlist": "waiting",
    "Asked to join": "undecided",
    "Declined": "away",
    "Cancelled": "away",
}
# Marks that say no, or nothing yet, or yes; beside words the first two take a yes back.
CROSSES, BOXES, TICKS = frozenset("✗✘✖✕❌❎⛔🚫👎"), frozenset("☐⬜◻□🤔❓⏳"), frozenset("✓✔☑✅👍")
ASKS = {kind: tuple(_said(text)) for kind, text in _HEADED.items()}
STATE, SUBJECTS = frozenset(words(_STATES)), frozenset(words(_SUBJECTS))
CONTRARY, AMOUNTS = frozenset(words(_CONTRARY)), frozenset(words(_AMOUNTS))
PAID = frozenset(words(_PAID))
COURTESY, NEGATED = frozenset(words(_COURTESY)), frozenset(words(_NEGATED))
STEMS, ANSWERS = tuple(words(_STEMS)), frozenset(words(_ANSWERS))
KNOWN_LATER = frozenset(words(_KNOWN_LATER))
WAITS, PARTS, PAST = tuple(words(_WAITS)), frozenset(words(_PARTS)), frozenset(words(_PAST))
BRIEF, DAYS = frozenset(_said(_BRIEF)), frozenset(words(_DAYS))
OWED = frozenset(words(_OWED))
FORBIDDEN, COUNTING = frozenset(words(_FORBIDDEN)), frozenset(words(_COUNTING))
