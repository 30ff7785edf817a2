# ruff: noqa: E501 - letters, a sentence a line
"""The training module's good and bad samples, told again in German and Spanish: the bad ones are held up, the good ones
go out, whichever language is asked for. Ordinary prose of functionaries goes out too."""

import pytest

from app.text.leak_check import Outgoing, TextKind, blocks, check

BAD_REPLIES = {
    "first contact, guilt (R23)": {
        "de": "Hallo, die Person, die du gemeldet hast, hat da eindeutig Mist gebaut, das dürfte also schnell"
        " gehen. Wenn ich mal"
        " Zeit habe, verstecke ich die Version und sperre das Konto, falls das reicht.",
        "es": "Hola, parece que la persona que denunció metió la pata claramente, así que esto no debería dar"
        " problemas. Cuando"
        " tenga un rato ocultaré la edición y bloquearé la cuenta, si hace falta.",
    },
    "first contact, unlikely (R24)": {
        "de": "Guten Tag, auf den ersten Blick ist es unwahrscheinlich, dass wir da etwas machen können. Wir"
        " schauen trotzdem mal.",
        "es": "Hola, a primera vista es poco probable que podamos hacer algo. De todos modos lo miraremos.",
    },
    "first contact, no need to worry (R24)": {
        "de": "Hallo, es tut mir leid, das zu lesen. Man merkt, wie sehr Sie das mitnimmt, aber es besteht kein"
        " Grund zur Sorge:"
        " Ich habe den Versionsunterschied geprüft, und wir kümmern uns sofort um die Bearbeitung.",
        "es": "Hola, lamento leer esto. Se nota que le ha afectado, pero no hay por qué preocuparse: he"
        " comprobado el diff y nos"
        " ocuparemos enseguida de la edición.",
    },
    "closing A, terse (R118)": {
        "de": "Hallo A, mein Team konnte nicht bestätigen, dass Benutzer B Sie angerufen hat. Deshalb lehnen wir"
        " Ihren Antrag auf"
        " Maßnahmen gegen B ab und schließen diesen Fall. Bei neuen Hinweisen können Sie uns wieder schreiben."
        " Wenn Sie sich"
        " bedroht fühlen, wenden Sie sich an die Polizei oder an das Emergency-Team der Foundation.",
        "es": "Hola, A: mi equipo no pudo comprobar que el usuario B sea quien llamó a su teléfono; por tanto,"
        " rechazamos su"
        " solicitud de medidas contra B y cerramos este caso. Si tiene información nueva, puede volver a"
        " escribirnos. Si se"
        " siente en peligro, acuda a la policía o al equipo de emergencias de la Fundación.",
    },
    "closing B, threat and send to the accused (R119)": {
        "de": "Hallo A, es sieht nicht so aus, als gäbe es einen Beweis dafür, dass B Sie angerufen hat, und er"
        " streitet es ab. Wir"
        " betrachten die Sache als erledigt. Bitte bringen Sie diese Vorwürfe gegen B auf dem Wiki nicht mehr"
        " vor, das würde als"
        " Belästigung gegen B gewertet. Ich schlage vor, dass Sie das direkt mit B klären.",
        "es": "Hola, A: no parece haber ninguna prueba de que B la llamara y él lo niega. Damos el asunto por"
        " cerrado. No repita"
        " estas acusaciones contra B en la wiki, porque se considerarían acoso contra B. Le sugiero que hable"
        " directamente con B"
        " para resolverlo.",
    },
    "closing D, belief, watching and a campaign (R120)": {
        "de": "Hallo A, es tut mir leid, dass wir hier keine Maßnahmen ergreifen können. Das heißt nicht, dass"
        " wir Ihrem Bericht"
        " nicht trauen. Ich persönlich bin überzeugt, dass B die Anrufe gemacht hat, und ich werde B künftig im"
        " Auge behalten."
        " Nächsten Monat gibt es eine Förderrunde gegen Belästigung, da könnten Sie einen Antrag stellen und die"
        " Community"
        " wachrütteln. Wenn Sie sich bedroht fühlen, wenden Sie sich an die örtlichen Behörden.",
        "es": "Hola, A: lamento decirle que no podremos tomar medidas en este caso. Eso no significa que no"
        " creamos su denuncia."
        " Personalmente estoy convencida de que B hizo esas llamadas y estaré pendiente de B en el futuro. El mes"
        " próximo hay una"
        " convocatoria de subvenciones contra el acoso: podría ser su oportunidad para que la comunidad haga"
        " algo. Si se siente en"
        " peligro, acuda a las autoridades.",
    },
    "a promise (R53)": {
        "de": "Ich verspreche Ihnen, dass wir dieses Verhalten beenden.",
        "es": "Le prometo que vamos a acabar con este comportamiento.",
    },
    "an answer by Tuesday (R53)": {
        "de": "Sie haben bis Dienstag eine Antwort.",
        "es": "Tendrá una respuesta antes del martes.",
    },
    "disagreement (R46)": {"de": "Da bin ich anderer Meinung.", "es": "No estoy de acuerdo."},
    "nothing to be done (R46)": {"de": "Da können wir nichts machen.", "es": "No hay nada que podamos hacer."},
    "reputation (R46)": {
        "de": "Er ist ein langjähriger, in der Community geschätzter Autor ohne Vorgeschichte.",
        "es": "Es un usuario veterano y muy respetado por la comunidad, sin antecedentes.",
    },
    "an anecdote (R56)": {
        "de": "Ich habe etwas ganz Ähnliches erlebt, als ich in Aarau in der Beratungsstelle meiner Uni arbeitete.",
        "es": "Vi un caso muy parecido cuando trabajaba en el centro de ayuda de mi universidad en Rosario.",
    },
}

GOOD_REPLIES = {
    "first contact": {
        "de": "Hallo, es tut mir leid, dass Ihnen das passiert ist. Ich sehe es mir an und melde mich bis Ende"
        " der Woche mit dem Stand"
        " unserer Untersuchung. Wenn Bearbeitungen zu Ihrem Schutz versteckt werden müssen, bemühen wir uns, das"
        " so bald wie"
        " möglich zu erledigen. Wenn Sie sich persönlich in Gefahr sehen, wenden Sie sich bitte an die örtliche"
        " Polizei. Schreiben"
        " Sie mir, falls Neues geschieht.",
        "es": "Hola, lamento mucho lo ocurrido. Lo revisaré y le contaré antes del fin de semana cómo va nuestra"
        " investigación. Si hay"
        " ediciones que deban ocultarse para proteger su seguridad, trabajaremos para que se oculten cuanto"
        " antes. Si cree que su"
        " seguridad personal está en peligro, acuda a la policía local. Escríbame si surgen nuevos problemas.",
    },
    "closing C": {
        "de": "Hallo A, mein Team hat die Untersuchung zu Ihrer Meldung abgeschlossen. Ihre Meldung war"
        " begründet; handeln können wir aber"
        " nur, wenn feststeht, welches Konto es war, und wenn eine Maßnahme auf dem Wiki die Belästigung beenden"
        " würde. Beides war"
        " hier nicht möglich. Ich weiß, dass dies für Sie kein befriedigender Abschluss ist, und bitte um"
        " Entschuldigung. Wenn Sie"
        " erneut belästigt werden oder Hilfe brauchen, schreiben Sie mir oder einer anderen Person mit"
        " erweiterten Rechten."
        "\n\nHilfe finden Sie auch bei diesen Beratungsstellen. Wenn Sie sich irgendwann persönlich bedroht"
        " fühlen, wenden Sie sich"
        " bitte an die örtlichen Behörden oder an emergency@wikimedia.org.",
        "es": "Hola, A: mi equipo ha terminado la investigación sobre la denuncia que nos envió. Su denuncia era"
        " válida, pero solo podemos"
        " actuar cuando se establece con certeza qué cuenta fue y cuando una medida en la wiki puede detener el"
        " acoso, y aquí no fue"
        " posible. Pido disculpas por lo que sé que es un final insatisfactorio para usted. Si vuelve a sufrir"
        " acoso o necesita"
        " ayuda, escríbame a mí o a cualquier otra persona con permisos avanzados.\n\nTambién puede acudir a"
        " estas organizaciones"
        " de apoyo. Si en algún momento siente que su seguridad está amenazada, contacte con las autoridades"
        " locales o con"
        " emergency@wikimedia.org.",
    },
    "questions": {
        "de": "Könnten Sie mir helfen zu verstehen, in welcher Reihenfolge das geschehen ist? Auf welcher Seite"
        " stand der Kommentar, und"
        " an welchem Tag haben Sie ihn gesehen? Ich verstehe, dass es belastend ist, das noch einmal aufzuschreiben.",
        "es": "¿Podría ayudarme a entender en qué orden ocurrieron las cosas? ¿En qué página estaba el comentario"
        " y qué día lo vio?"
        " Entiendo que volver a escribirlo resulta angustiante.",
    },
    "a delay": {
        "de": "Leider brauchen wir länger als gedacht, weil eine Kollegin krank ist. Wir haben Ihre Meldung nicht"
        " vergessen; spätestens am"
        " 12. Dezember schreibe ich Ihnen, wie weit wir sind.",
        "es": "Lamentablemente necesitamos más tiempo de lo previsto. No hemos olvidado su denuncia: a más tardar"
        " el 12 de diciembre le"
        " escribiré para contarle en qué punto estamos.",
    },
    "to the sanctioned": {
        "de": "Ihr Konto wurde auf diesem Wiki unbefristet gesperrt, weil das Verhalten gegen die Richtlinie"
        " gegen Belästigung verstieß."
        " Sie können innerhalb von 30 Tagen per E-Mail an das Schiedsgericht Einspruch einlegen.",
        "es": "Su cuenta fue bloqueada indefinidamente en esta wiki por una conducta contraria a la política"
        " contra el acoso. Puede apelar"
        " por correo ante el comité en un plazo de 30 días.",
    },
    "an outcome": {
        "de": "Guten Tag, wir haben auf dem Wiki gehandelt: Das Konto ist gesperrt, und die Versionen sind nicht"
        " mehr öffentlich zu sehen."
        " In den Einstellungen können Sie E-Mails von neuen Konten ausschalten. Falls Sie weitere Nachrichten"
        " bekommen, schicken"
        " Sie uns bitte die Links.",
        "es": "Buenas tardes: hemos tomado medidas en la wiki. La cuenta está bloqueada y las ediciones ya no son"
        " visibles. En sus"
        " preferencias puede desactivar el correo de cuentas nuevas. Si recibe más mensajes, envíenos los enlaces.",
    },
    "a third party's report": {
        "de": "Vielen Dank für Ihren Hinweis. Wir fragen zuerst die betroffene Person, wie sie das sieht. Bitte"
        " schreiben Sie nicht"
        " öffentlich darüber; was wir entscheiden, können wir Ihnen womöglich nicht mitteilen.",
        "es": "Gracias por avisarnos. Primero preguntaremos a la persona afectada cómo lo ve. Por favor, no"
        " escriba sobre ello en público;"
        " es posible que no podamos contarle lo que decidamos.",
    },
    "where else to turn": {
        "de": "Für Fragen zum Artikel ist die Diskussionsseite der richtige Ort. Auf Spezial:E-Mail finden Sie"
        " das Formular, mit dem Sie das"
        " Oversight-Team erreichen. Die Stewards sind zuständig, wenn ein Wiki kein eigenes Team hat.",
        "es": "Para preguntas sobre el artículo, la página de discusión es el lugar adecuado. En"
        " Especial:MandarCorreo está el formulario para"
        " escribir al equipo de supresores. Los stewards se encargan cuando una wiki no tiene equipo propio.",
    },
}

ANNOUNCEMENTS = {
    "de": "Wegen Verhaltens, das gegen die Richtlinie gegen Belästigung verstößt, ist Benutzer:B auf Wikipedia"
    " gesperrt. Einspruch ist"
    " vertraulich möglich bei [Name des Teams].",
    "es": "Por una conducta contraria a la política contra el acoso, usuario:B ha sido expulsado de Wikipedia."
    " Puede apelar en privado"
    " ante [nombre del equipo].",
}

LEAKING_ANNOUNCEMENTS = {
    "de": "X wird gesperrt, weil er die Wohnadresse von Yvo von der Website seines Arbeitgebers veröffentlicht"
    " hat, siehe"
    " https://leak.example/x",
    "es": "X queda bloqueado por publicar el domicilio de Yvo tomado del sitio web de su empleador, ver"
    " https://leak.example/x",
}

REASONS = {
    "de": [
        "Ungeeigneter Benutzername",
        "Grob beleidigende Zusammenfassung",
        "Verschiebungsrest",
        "Aufräumen",
        "Wartungsarbeit",
    ],
    "es": [
        "Nombre de usuario inapropiado",
        "Resumen gravemente insultante",
        "Resto de un traslado",
        "Mantenimiento",
        "Página de pruebas",
    ],
}

TELLING_REASONS = {
    "de": [
        "RD4",
        "Private Daten",
        "IP-Adresse des Benutzers",
        "Klarname entfernt",
        "Telefonnummer",
        "Bitte Oversight verständigen",
        "Outing",
    ],
    "es": ["RD4", "Datos personales", "IP del usuario", "Nombre real", "Teléfono", "Supresión solicitada", "Doxeo"],
}

ORDINARY = {
    "de": """
Danke für Ihre ausführliche Nachricht. Ich habe sie gelesen und an mein Team weitergegeben.
Können Sie uns sagen, ob Sie die Person hinter dem anderen Konto aus einem Projekt kennen?
Wir haben die drei Versionen versteckt; im Logbuch steht nur eine neutrale Zusammenfassung.
Wenn Sie möchten, können Sie uns weitere Links schicken, am besten als Difflinks.
Die Richtlinie zu Belästigung gilt für alle Konten gleich.
Ein Checkuser-Antrag muss auf der Seite für Checkuser-Anfragen gestellt werden.
Ich kann nicht sagen, wie lange die Prüfung dauert, rechne aber mit etwa zehn Tagen.
Wir haben Ihre Meldung an die Stewards weitergeleitet, weil mehrere Wikis betroffen sind.
Der Benutzer wurde am 3. Mai für eine Woche gesperrt.
Bitte löschen Sie die E-Mails nicht, sie könnten noch gebraucht werden.
Ich verstehe, dass Sie wissen möchten, wie es weitergeht.
Es ist völlig in Ordnung, wenn Sie eine Pause vom Bearbeiten machen möchten.
Der Artikel wurde wegen eines Editwars geschützt.
Für den Inhalt des Artikels sind wir nicht zuständig, dafür gibt es die Dritte Meinung.
Das Team Trust and Safety der Foundation kann bei Vorfällen außerhalb der Wikis weiterhelfen.
Wir konnten bestätigen, dass die Bearbeitungen gegen die Richtlinie verstoßen.
Ob die beiden Konten zusammengehören, konnten wir nicht feststellen.
Ihre Meldung wird vertraulich behandelt; gelesen wird sie nur von Mitgliedern des Oversight-Teams.
Sie können die Benachrichtigungen dieses Kontos stummschalten.
Wir möchten Sie bitten, den Fall nicht auf der Funktionsseite zu besprechen.
Die Sperre kann auf der Seite für Sperrprüfungen angefochten werden.
Uns fehlen noch zwei Angaben: das Datum und der Name der Seite.
Ich schreibe Ihnen auch dann, wenn es nichts Neues gibt.
Wir haben nichts dagegen, wenn Sie eine Vertrauensperson hinzuziehen.
Es ist verständlich, dass Sie zögerten, sich zu melden.
Die Administratoren haben die Seite auf ihrer Beobachtungsliste.
Sie haben uns gebeten, Ihren Benutzernamen zu ändern; dafür sind die globalen Umbenenner zuständig.
Das Schiedsgericht hat sich mit der Anfrage befasst und sie angenommen.
Die Version enthielt keine privaten Daten, war aber grob beleidigend.
Wir wissen, dass eine solche Nachricht erschreckend ist.
Haben Sie vor diesem Vorfall schon einmal mit dem Konto zu tun gehabt?
Er hat die Möglichkeit, innerhalb von sechs Monaten Einspruch einzulegen.
Sie erreichen uns jederzeit unter dieser Adresse, auch wenn Sie nur eine Frage haben.
Wir haben dem Konto die Möglichkeit entzogen, E-Mails zu versenden.
Bitte verwenden Sie für den Zugang ein neues Passwort und die Zwei-Faktor-Authentifizierung.
Wir antworten meist innerhalb von zwei Tagen.
Beim nächsten Treffen des Teams sprechen wir über Ihre Meldung.
Die Bearbeitungen wurden inzwischen von einem Administrator zurückgesetzt.
Es gibt dafür auf Meta eine eigene Seite mit einem Formular.
Wir haben beide Seiten um eine Stellungnahme gebeten.
Vielleicht möchten Sie Ihr E-Mail-Formular eine Zeit lang abschalten.
Ihr Bericht hilft uns zu verstehen, was geschehen ist.
Wir haben keine Sperre verhängt, weil die Bearbeitungen mehr als ein Jahr zurückliegen.
Die Entscheidung fiel nach Rücksprache mit zwei weiteren Oversightern.
Für eine Umbenennung wenden Sie sich bitte an die Stewards.
Wir haben das Konto angeschrieben und auf die Richtlinie hingewiesen.
Nach der Richtlinie muss vor einer Sperre gewarnt werden.
Wir bitten um Geduld, an den Feiertagen sind weniger von uns da.
Falls Sie akut in Gefahr sind, wählen Sie bitte 112.
Wir behandeln jede Meldung gleich, unabhängig davon, wer sie schreibt.
Es ist gut, dass Sie die Nachrichten aufbewahrt haben.
Sind Sie mit der Zusammenfassung einverstanden, die ich dem Team gebe?
Wir warten noch auf die Antwort eines Kollegen und melden uns am Donnerstag.
Die Konten sind auf mehreren Wikis aktiv, deshalb habe ich einen Steward gebeten, sich das anzusehen.
Solange die Prüfung läuft, ist die Seite halbgeschützt.
Niemand im Team ist mit den Beteiligten befreundet.
Sie müssen nicht antworten, wenn Ihnen das zu viel ist.
Welche der Nachrichten kam zuerst?
Ich sehe, dass Sie Angst haben, und nehme Ihre Meldung ernst.
Wir dürfen keine Auskunft darüber geben, was mit anderen Konten geschieht.
Einen Teil der Fragen kann nur das Schiedsgericht beantworten.
Ihr Konto wurde entsperrt, die Auflagen gelten weiter.
Die Wikimedia Foundation hat eine Liste mit Hilfsangeboten veröffentlicht.
Wir haben geprüft, ob eine Maßnahme auf dem Wiki möglich ist, und das war nicht der Fall.
Mein Team hat entschieden, in dieser Sache nicht öffentlich zu antworten.
Wer die Seite angelegt hat, steht in der Versionsgeschichte.
Bitte nennen Sie keine Namen in Ihrer Antwort.
Ich gebe den Fall ab, weil ich mit einem der Konten schon zu tun hatte.
Bei Drohungen gegen Leib und Leben schreiben Sie bitte an emergency@wikimedia.org.
Die Frist für den Einspruch endet am 1. März.
Danke für die Geduld, es hat länger gedauert als angekündigt.
Ihre Beiträge im Portal sind davon nicht betroffen.
Haben Sie die Seite selbst gemeldet oder jemand anderes?
Auf Ihrer Benutzerseite können Sie selbst festlegen, was Sie über sich preisgeben.
Es liegt nun ein Ergebnis vor, das ich Ihnen heute Abend schicke.
Guten Morgen, hier schreibt das Oversight-Team. Ihre Mail ist heute Nacht angekommen, ich sehe sie mir jetzt an.
Sind Sie im Moment in Sicherheit? Wenn nicht, rufen Sie bitte zuerst die 112 an und lesen Sie das Übrige später.
Antworten Sie in aller Ruhe; wenn Sie keine Zeit haben, genügt ein Stichwort.
Die Bearbeitung, die Sie nennen, ist nicht mehr sichtbar. Sollten Sie weitere finden, schicken Sie uns bitte die Links, damit wir sie prüfen.
Danke für die klare Schilderung. Mir fehlt nur noch die ungefähre Uhrzeit.
Was Sie schreiben, ist ernst, und wir behandeln es auch so.
Ich habe mit einer Kollegin gesprochen; wir meinen beide, dass auch die Zusammenfassungszeile versteckt werden sollte.
Ihren Fall übernimmt jemand anderes, weil ich einen der Beteiligten kenne.
Sie können Ihren Benutzernamen ändern lassen, wenn Sie sich damit wohler fühlen; wie das geht, erkläre ich gern.
Wir sagen öffentlich nichts über Meldungen, weder wer sie schreibt noch gegen wen.
Über Maßnahmen gegen andere Konten dürfen wir nicht sprechen.
Das neue Konto haben wir vermerkt und zur Akte genommen.
Das Schiedsgericht berät am Donnerstag. Danach schreibe ich Ihnen, was beschlossen wurde oder was noch offen ist.
Wenn Sie lieber mit einer Frau aus dem Team schreiben, ist das kein Problem.
Sollen wir auch ältere Versionen Ihrer Benutzerseite verstecken?
Das gemeldete Konto kann weiter schreiben, solange wir prüfen; wenn es sich bei Ihnen meldet, sagen Sie uns Bescheid.
Wir konnten die Anrufe keinem Konto zuordnen. Ich weiß, dass Sie sich etwas anderes erhofft haben, und es tut mir leid. Schreiben Sie uns bei Neuem; bei Gefahr rufen Sie bitte die Polizei.
Wir haben den Vorgang ohne Maßnahmen abgeschlossen. Ich bedaure, dass es kein besseres Ergebnis gibt. Wenn etwas Neues geschieht, schreiben Sie uns. Bei einer Drohung wenden Sie sich bitte an die Polizei.
Ihr Konto ist wegen Verstoßes gegen die Wikiquette für einen Monat gesperrt. Einspruch ist an diese Adresse möglich.
Hallo, über Ihr Verhalten ist bei uns eine Meldung eingegangen. Bevor wir etwas entscheiden, möchten wir Sie hören.
Wenn Sie noch einmal Kontakt aufnehmen, wird die Sperre verlängert.
Wir erinnern daran, dass die Auflage weiter gilt; Fragen dazu beantworten wir hier.
Wer die Meldung geschrieben hat, sagen wir nicht.
Urheberrechtsfragen beantwortet das Support-Team, dafür sind wir nicht zuständig.
Ein Bildschirmfoto mit Datum wäre hilfreich, ist aber nicht nötig.
Wissen Sie, ob das Konto auch in anderen Wikis geschrieben hat?
Der Link im zweiten Absatz lässt sich nicht öffnen. Schicken Sie ihn bitte noch einmal?
Entschuldigen Sie die späte Antwort; wir sind wenige und alle ehrenamtlich hier.
Ich verstehe, dass Sie wegen der Verzögerung verärgert sind.
Auch wenn wir die Herkunft nicht klären konnten, bleibt Ihre Meldung bei den Akten.
Das Team Trust and Safety sieht Dinge, die wir nicht sehen; wenn Sie möchten, geben wir den Fall dorthin.
Heben Sie die Mails mit den Kopfzeilen auf, vielleicht werden sie noch gebraucht.
Bitte antworten Sie diesem Konto nicht.
Seit wann kommen diese Nachrichten, und auf welchem Weg?
Auf dem Wiki können wir Konten sperren, Versionen verstecken und Seiten schützen, außerhalb nicht.
Wenn Ihre Bemerkung in der Diskussion allgemein gemeint war, sagen Sie es mir, dann notiere ich es so.
Oversighter haben eine Vertraulichkeitserklärung unterschrieben.
Darüber entscheidet nicht einer von uns allein.
In den Einstellungen können Sie E-Mails einzelner Benutzer abschalten.
Schreiben Sie zu Ihrer Sicherheit nirgends, wo Sie gerade sind oder wann Sie verreisen.
Das Konto kann Ihnen über das Wiki keine Mails mehr schicken.
Ja, Sie dürfen diese Mail der Polizei zeigen, wenn es hilft.
Ich will offen sein: Wie es ausgeht, wissen wir noch nicht.
Ich verstehe, dass es für Sie um mehr geht als um eine Bearbeitung.
Nicht jede Person möchte, dass gehandelt wird; was wünschen Sie sich von uns?
Der Artikel über Ihre Firma wird auf der Diskussionsseite besprochen.
Ich habe alle fünf Links gelesen. Zwei führen zur selben Version, war das so gedacht?
Ihre Nachricht sehen vier Leute und sonst niemand.
Ab heute ist mein Kollege zuständig; er meldet sich morgen bei Ihnen.
Die Richtlinie zählt auch das als Belästigung, was außerhalb des Wikis geschieht und Mitarbeitende trifft.
Als Steward kann ich nur global sperren, alles andere liegt bei der Gemeinschaft.
Die drei Versionen sind seit 10:40 Uhr versteckt.
Bisher sehen wir keinen Zusammenhang zwischen den beiden Konten, prüfen aber weiter.
Falls an meiner Zusammenfassung etwas nicht stimmt, verbessern Sie mich bitte.
Ob Sie zur Polizei gehen, entscheiden Sie; wir geben Ihnen dafür, was wir geben können.
Ich mache mich heute Nachmittag daran und schreibe am Montag.
Leider erfüllt die Version die Kriterien für eine Unterdrückung nicht, versteckt haben wir sie trotzdem.
Niemand verlangt, dass Sie verzeihen oder vergessen.
Melden Sie sich auch, wenn es Ihnen wie eine Kleinigkeit vorkommt.
Für uns ist wichtig, dass Sie wissen, wie es weitergeht.
Ich glaube, dass der Donnerstag besser passt.
Werden Sie in einem anderen Projekt angeschrieben?
Beobachten Sie bitte Ihr Postfach.
Falls ich mich irre, sagen Sie es.
Wir haben im Moment keine weiteren Fragen.
Die Unterlagen sind uns zugegangen.
Ich stimme mich noch mit dem Schiedsgericht ab.
Sie können mir auch direkt schreiben.
Bitte behandeln Sie andere mit Respekt.
Eine Auskunft nach der DSGVO bekommen Sie bei der Foundation.
Ich würde die Mails nicht löschen, sie könnten noch gebraucht werden.
Warum haben Sie die Seite schützen lassen, gab es einen Anlass?
Ich lese ab jetzt mit, weil mein Kollege im Urlaub ist.
Was in Ihrem Ort die Polizei tun kann, wissen wir nicht.
Nächste Woche ist das Team wieder vollzählig, dann wird entschieden.
Ich verstehe nicht, welche der beiden Versionen Sie meinen.
Schreiben Sie uns bitte, ob die Mails an diese Adresse kamen.
Das Konto hat seit Montag nichts mehr geschrieben.
Ohne Ihre Erlaubnis geben wir nichts an die Foundation weiter.
Können Sie uns den Mailverlauf im Anhang schicken?
Wir haben mit dem Konto noch nicht gesprochen und tun das auch nicht ohne Ihr Einverständnis.
Es gibt Fälle, die nur das Schiedsgericht annimmt.
Beide Seiten haben bis Freitag Zeit, etwas zu schreiben.
Wer außer Ihnen die Seite gelesen hat, lässt sich nicht feststellen.
Für Sie ändert sich dadurch nichts, Ihre Rechte bleiben.
Wir möchten nicht, dass Sie allein damit bleiben; hier sind Stellen, die zuhören.
Die Mail war an die falsche Liste gerichtet, ich habe sie weitergeleitet.
Er kann gegen die Sperre Einspruch einlegen, wie jeder.
Unsere Antwort hat länger gedauert, als wir wollten.
Das Team hat heute beschlossen, die Seite einen Monat zu schützen.
Ein Admin Ihres Wikis kann das schneller erledigen als wir.
Dass Sie Angst haben, ist verständlich, und es muss Ihnen nicht peinlich sein.
Bitte schreiben Sie den Namen nicht in die Betreffzeile.
Nach der dritten Mail des Kontos haben wir die Funktion abgeschaltet.
Die Sache ist noch offen, wir warten auf eine Auskunft.
Wenn er Ihnen wieder schreibt, leiten Sie die Mail einfach weiter.
Diese Woche lesen zwei neue Oversighter mit.
Wir schließen die Prüfung am Sonntag ab und schreiben Ihnen dann.
Auch eine kleine Meldung ist willkommen.
Im Logbuch steht, wann gesperrt wurde.
""",
    "es": """
Gracias por su mensaje tan detallado. Lo he leído y lo he compartido con mi equipo.
¿Podría decirnos si conoce a la persona que usa la otra cuenta por algún proyecto?
Hemos ocultado las tres ediciones; en el registro solo aparece un resumen neutral.
Si lo desea, puede enviarnos más enlaces, a ser posible de diferencias entre ediciones.
La política contra el acoso se aplica por igual a todas las cuentas.
Las solicitudes de verificación de usuarios se presentan en la página correspondiente.
No puedo decirle cuánto durará la revisión, pero calculo unos diez días.
Hemos enviado su denuncia a los stewards porque hay varias wikis afectadas.
El usuario fue bloqueado el 3 de mayo durante una semana.
Por favor, no borre los correos, podrían ser necesarios más adelante.
Entiendo que quiera saber cómo sigue esto.
Es totalmente comprensible que prefiera dejar de editar por un tiempo.
El artículo fue protegido por una guerra de ediciones.
El contenido del artículo debe tratarse en la página de discusión.
El equipo de Trust and Safety de la Fundación se ocupa de los incidentes fuera de las wikis.
Pudimos confirmar que las ediciones incumplen la política.
No pudimos determinar si las dos cuentas están relacionadas.
Su denuncia es confidencial; solo la leen los miembros del equipo de supresores.
Puede silenciar las notificaciones de esa cuenta.
Le pedimos que no comente el caso en el tablón.
El bloqueo puede apelarse en la página de discusión de la cuenta.
Todavía nos faltan dos datos: la fecha y el nombre de la página.
Le escribiré aunque no haya novedades.
No hay inconveniente en que le acompañe una persona de confianza.
Es comprensible que dudara antes de escribirnos.
Los bibliotecarios tienen esa página en su lista de seguimiento.
Nos pidió cambiar su nombre de usuario; de eso se encargan los renombradores globales.
El comité estudió la solicitud y la aceptó.
La edición no contenía datos privados, pero era gravemente insultante.
Sabemos que un mensaje así asusta.
¿Había tenido trato con esa cuenta antes de este incidente?
Tiene la posibilidad de apelar en un plazo de seis meses.
Puede escribirnos a esta dirección aunque solo tenga una pregunta.
Hemos retirado a la cuenta la posibilidad de enviar correos.
Por favor, cambie la contraseña y active la autenticación en dos pasos.
Solemos responder en dos días.
En la próxima reunión del equipo hablaremos de su denuncia.
Un bibliotecario ya revirtió las ediciones.
En Meta hay una página con un formulario para ello.
Hemos pedido a ambas partes que expliquen lo ocurrido.
Quizás quiera desactivar por un tiempo el correo de su cuenta.
Su relato nos ayuda a entender lo que pasó.
No se aplicó ningún bloqueo porque las ediciones tienen más de un año.
La decisión se tomó tras consultar con otros dos supresores.
Para un cambio de nombre, diríjase a los stewards.
Hemos escrito a la cuenta para recordarle la política.
La política exige una advertencia antes del bloqueo.
Le pedimos paciencia: en estas fechas somos menos.
Si está en peligro inmediato, llame al 112.
Tratamos todas las denuncias por igual, las escriba quien las escriba.
Hizo bien en conservar los mensajes.
¿Está de acuerdo con el resumen que voy a pasar al equipo?
Esperamos la respuesta de un compañero y le escribiremos el jueves.
Las cuentas están activas en varias wikis, por eso pedí a un steward que lo revise.
Mientras dure la revisión, la página está semiprotegida.
Nadie del equipo tiene amistad con los implicados.
No tiene que responder si le resulta demasiado.
¿Cuál de los mensajes llegó primero?
Veo que tiene miedo y tomo en serio su denuncia.
No podemos informar de lo que ocurre con otras cuentas.
Algunas preguntas solo puede responderlas el comité.
Su cuenta fue desbloqueada; las restricciones siguen vigentes.
La Fundación Wikimedia publicó una lista de recursos de ayuda.
Comprobamos si era posible una medida en la wiki y no lo era.
Mi equipo decidió no responder en público sobre este asunto.
Quién creó la página consta en el historial.
Por favor, no mencione nombres en su respuesta.
Dejo el caso en otras manos porque ya tuve trato con una de las cuentas.
Si hay amenazas contra la vida de alguien, escriba a emergency@wikimedia.org.
El plazo para apelar termina el 1 de marzo.
Gracias por la paciencia, tardamos más de lo anunciado.
Sus contribuciones al portal no se ven afectadas.
¿La página la denunció usted u otra persona?
En su página de usuario puede decidir qué cuenta de usted.
Ya tenemos un resultado y se lo enviaré esta noche.
Buenos días, le escribo del equipo de supresores. Hemos recibido su correo y lo miramos hoy.
¿Se encuentra a salvo en este momento? Si no es así, llame al 112 antes de leer el resto.
No hace falta que responda enseguida; cuando pueda, díganos en qué fecha ocurrió.
La edición que menciona ya no es visible. Si encuentra otra, mándenos el enlace.
Le agradezco la claridad de su relato. Ahora mismo solo me falta saber la hora aproximada.
Lo que nos cuenta es serio y lo trataremos con la atención que merece.
He consultado con una compañera y ambas creemos que conviene ocultar también el resumen de edición.
Su caso pasa a otra persona porque yo conozco a una de las partes.
Puede cambiar de nombre de usuario si así se siente más cómoda; se lo explico en otro correo.
No publicamos nada sobre denuncias, ni quién las presenta ni contra quién.
Nuestra política no nos permite hablar de sanciones a terceros.
Tomamos nota de la nueva cuenta y la añadimos al expediente.
El comité se reúne los jueves. Después de esa reunión le escribo con lo que se haya decidido o con lo que falte.
Si prefiere hablar con una mujer del equipo, dígalo sin problema.
¿Quiere que borremos también el historial de su página de usuario?
La persona que denunció puede seguir editando mientras lo revisamos; si le vuelve a escribir, avísenos.
No fue posible atribuir las llamadas a ninguna cuenta. Sé que no es lo que esperaba y lo lamento. Puede volver a escribirnos, y si hay peligro llame a la policía.
Hemos cerrado su caso sin medidas en la wiki. Sentimos que el resultado no sea mejor. Si surge algo más, escríbanos; ante una amenaza, acuda a las autoridades.
Su cuenta quedó bloqueada por un mes por incumplir la política de civismo. Puede apelar en esta dirección.
Hola: hemos recibido una denuncia sobre su conducta. Antes de decidir nada queremos escucharle.
Si vuelve a contactar con la otra persona, el bloqueo se ampliará.
Le recordamos que la restricción sigue vigente y que cualquier duda puede plantearla aquí.
No podemos decirle quién presentó la denuncia.
Las preguntas sobre derechos de autor se atienden en otra lista, aquí no podemos resolverlas.
Una captura con la fecha visible sería muy útil, pero no es obligatoria.
¿Sabe si esa cuenta escribió también en otras wikis?
El enlace del segundo párrafo no abre. ¿Nos lo envía de nuevo?
Perdone la tardanza; el equipo es pequeño y todos somos voluntarios.
Comprendo que esté enfadada con nosotros por la demora.
Aunque no pudimos confirmar su origen, su denuncia queda registrada.
Trust and Safety puede ver cosas que nosotros no vemos; si lo desea, les pasamos el caso.
Guarde los correos originales con sus cabeceras, por si hacen falta.
No conteste a los mensajes de esa cuenta, por favor.
¿Desde cuándo recibe estos mensajes y por qué vía?
En la wiki podemos bloquear cuentas, ocultar ediciones y proteger páginas; fuera de ella, no.
Si lo que dijo en la discusión fue un comentario general, dígamelo y lo anoto así.
Los supresores firmamos un acuerdo de confidencialidad.
La decisión no depende de una sola persona.
Hay un formulario para bloquear los correos de un usuario concreto en sus preferencias.
Por su seguridad, no publique dónde está ni cuándo viaja.
La otra cuenta ya no puede enviarle correos a través de la wiki.
Sí, puede reenviar este mensaje a la policía si lo considera útil.
Quiero ser clara: no sabemos todavía qué va a pasar.
Entiendo que para usted no se trata solo de una edición.
No todas las personas desean que se actúe; dígame qué espera de nosotros.
El artículo sobre su empresa se discute en la página correspondiente.
He leído los cinco enlaces. Dos llevan a la misma edición, ¿quería enviar otro?
Su mensaje lo vemos cuatro personas, ninguna más.
A partir de hoy se ocupa de esto mi colega, que le escribirá mañana.
La política de acoso incluye también lo que ocurre fuera de la wiki cuando afecta a quienes editan.
Como steward solo puedo bloquear cuentas en todas las wikis; lo demás corresponde a su comunidad.
Le confirmo que los tres enlaces están ocultos desde las 10:40.
Por ahora no vemos relación entre las dos cuentas, pero seguimos revisando.
Si algo de mi resumen no es exacto, corríjame.
Usted decide si quiere acudir a la policía; nosotros le daremos los datos que podamos.
Me pongo con ello esta tarde y le cuento el lunes.
Lamento decirle que la edición no cumple los criterios para ser suprimida, aunque sí la hemos ocultado.
Nadie le pide que perdone ni que olvide.
Vuelva a escribirnos aunque le parezca poca cosa.
Gracias a usted por avisar; así pudimos ocultarlo antes.
No borre los correos, podrían hacer falta.
¿Por qué vía le escribió: correo, discusión o mensaje privado?
A partir de ahora leo yo los mensajes, porque mi compañera está de permiso.
Lo que pueda hacer la policía de su ciudad no lo sabemos.
La semana que viene el equipo estará completo y se decidirá.
No entiendo bien cuál de las dos ediciones menciona.
Díganos, por favor, si los correos llegaron a esta dirección.
La cuenta no ha escrito nada desde el lunes.
Sin su permiso no pasamos nada a la Fundación.
¿Puede enviarnos la cadena de correos como adjunto?
No hemos hablado con la otra cuenta y no lo haremos sin su acuerdo.
Hay casos que solo acepta el comité.
Ambas partes tienen hasta el viernes para escribir.
No se puede saber quién más leyó la página.
Para usted no cambia nada, sus permisos siguen.
No queremos que se quede sola con esto; aquí tiene servicios que escuchan.
El correo iba a la lista equivocada y lo he reenviado.
Puede apelar el bloqueo, como cualquiera.
Nuestra respuesta tardó más de lo que queríamos.
El equipo decidió hoy proteger la página durante un mes.
Un bibliotecario de su wiki puede hacerlo más rápido que nosotros.
Es comprensible que tenga miedo y no tiene por qué avergonzarse.
No ponga el nombre en el asunto, por favor.
Después del tercer correo de esa cuenta desactivamos la función.
El asunto sigue abierto, esperamos un dato.
Si le vuelve a escribir, reenvíenos el correo sin más.
Esta semana se incorporan dos supresores nuevos.
Terminamos la revisión el domingo y entonces le escribimos.
También vale un aviso pequeño.
En el registro consta cuándo se bloqueó.
""",
}
"""A sentence a line; each goes out, whichever language it is read in."""


def held_up(text: str, kind: TextKind, language: str | None, *names: str) -> set[str]:
    found = check(Outgoing(text, kind, language, names))
    return {each.say.removeprefix("leak-") for each in found if blocks([each])}


@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize("sample", BAD_REPLIES)
def test_a_bad_sample_is_held_up(sample: str, language: str) -> None:
    assert held_up(BAD_REPLIES[sample][language], TextKind.REPLY, language)


@pytest.mark.parametrize("any_language", [False, True])
@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize("sample", GOOD_REPLIES)
def test_a_good_sample_goes_out(sample: str, language: str, any_language: bool) -> None:
    assert not held_up(GOOD_REPLIES[sample][language], TextKind.REPLY, None if any_language else language)


@pytest.mark.parametrize(
    ("sample", "rules"),
    [
        ("first contact, guilt (R23)", {"guilt", "brush-off"}),
        ("closing A, terse (R118)", {"closing-parts"}),
        (
            "closing B, threat and send to the accused (R119)",
            {"evidence", "overshare", "threat-to-reporter", "send-to-accused"},
        ),
        ("closing D, belief, watching and a campaign (R120)", {"private-belief", "watching", "campaign"}),
    ],
)
@pytest.mark.parametrize("language", ["de", "es"])
def test_each_slip_is_named(sample: str, rules: set[str], language: str) -> None:
    assert rules <= held_up(BAD_REPLIES[sample][language], TextKind.REPLY, language)


@pytest.mark.parametrize("language", ["de", "es"])
def test_announcements(language: str) -> None:
    assert not held_up(ANNOUNCEMENTS[language], TextKind.ANNOUNCEMENT, language)
    found = held_up(LEAKING_ANNOUNCEMENTS[language], TextKind.ANNOUNCEMENT, language, "Yvo")
    assert {"name", "act-detail", "content-hint", "link"} <= found


@pytest.mark.parametrize("language", ["de", "es"])
def test_reasons(language: str) -> None:
    assert [each for each in REASONS[language] if held_up(each, TextKind.REASON, language)] == []
    assert [each for each in TELLING_REASONS[language] if not held_up(each, TextKind.REASON, language)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Sie wohnt in der Lindenallee 4."),
        ("de", "Hauptstr. 12"),
        ("de", "Beethovenstraße 3a"),
        ("de", "Potsdamer Straße 18"),
        ("es", "Calle Mayor 3"),
        ("es", "avenida de la Constitución, 14"),
        ("es", "Callejon del Agua n.º 2"),
    ],
)
def test_a_street_with_a_number_is_a_place(language: str, text: str) -> None:
    assert "street" in held_up(text, TextKind.REPLY, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Seit 3 Tagen auf dem Weg zur Straße."),
        ("de", "Platz 3 der Liste"),
        ("es", "Plaza, camino y paseo: hace 3 días."),
    ],
)
def test_a_street_alone_is_none(language: str, text: str) -> None:
    assert "street" not in held_up(text, TextKind.REPLY, language)


@pytest.mark.parametrize("read_in", ["de", "es"])
@pytest.mark.parametrize("language", ["de", "es"])
def test_ordinary_prose_goes_out(language: str, read_in: str) -> None:
    assert [line for line in ORDINARY[language].split("\n") if held_up(line, TextKind.REPLY, read_in)] == []
