"""The training module's good and bad samples, told again in German and Spanish: the bad ones are held up, the good ones
go out, whichever language is asked for. Ordinary prose of functionaries goes out too."""

import pytest

from app.text.leak_check import Outgoing, TextKind, blocks, check

BAD_REPLIES = {
    "first contact, guilt (R23)": {
        "de": "Hallo, die Person, die du gemeldet hast, hat da eindeutig Mist gebaut, das dürfte also schnell gehen. Wenn ich mal"
        " Zeit habe, verstecke ich die Version und sperre das Konto, falls das reicht.",
        "es": "Hola, parece que la persona que denunció metió la pata claramente, así que esto no debería dar problemas. Cuando"
        " tenga un rato ocultaré la edición y bloquearé la cuenta, si hace falta.",
    },
    "first contact, unlikely (R24)": {
        "de": "Guten Tag, auf den ersten Blick ist es unwahrscheinlich, dass wir da etwas machen können. Wir schauen trotzdem mal.",
        "es": "Hola, a primera vista es poco probable que podamos hacer algo. De todos modos lo miraremos.",
    },
    "first contact, no need to worry (R24)": {
        "de": "Hallo, es tut mir leid, das zu lesen. Man merkt, wie sehr Sie das mitnimmt, aber es besteht kein Grund zur Sorge:"
        " Ich habe den Versionsunterschied geprüft, und wir kümmern uns sofort um die Bearbeitung.",
        "es": "Hola, lamento leer esto. Se nota que le ha afectado, pero no hay por qué preocuparse: he comprobado el diff y nos"
        " ocuparemos enseguida de la edición.",
    },
    "closing A, terse (R118)": {
        "de": "Hallo A, mein Team konnte nicht bestätigen, dass Benutzer B Sie angerufen hat. Deshalb lehnen wir Ihren Antrag auf"
        " Maßnahmen gegen B ab und schließen diesen Fall. Bei neuen Hinweisen können Sie uns wieder schreiben. Wenn Sie sich"
        " bedroht fühlen, wenden Sie sich an die Polizei oder an das Emergency-Team der Foundation.",
        "es": "Hola, A: mi equipo no pudo comprobar que el usuario B sea quien llamó a su teléfono; por tanto, rechazamos su"
        " solicitud de medidas contra B y cerramos este caso. Si tiene información nueva, puede volver a escribirnos. Si se"
        " siente en peligro, acuda a la policía o al equipo de emergencias de la Fundación.",
    },
    "closing B, threat and send to the accused (R119)": {
        "de": "Hallo A, es sieht nicht so aus, als gäbe es einen Beweis dafür, dass B Sie angerufen hat, und er streitet es ab. Wir"
        " betrachten die Sache als erledigt. Bitte bringen Sie diese Vorwürfe gegen B auf dem Wiki nicht mehr vor, das würde als"
        " Belästigung gegen B gewertet. Ich schlage vor, dass Sie das direkt mit B klären.",
        "es": "Hola, A: no parece haber ninguna prueba de que B la llamara y él lo niega. Damos el asunto por cerrado. No repita"
        " estas acusaciones contra B en la wiki, porque se considerarían acoso contra B. Le sugiero que hable directamente con B"
        " para resolverlo.",
    },
    "closing D, belief, watching and a campaign (R120)": {
        "de": "Hallo A, es tut mir leid, dass wir hier keine Maßnahmen ergreifen können. Das heißt nicht, dass wir Ihrem Bericht"
        " nicht trauen. Ich persönlich bin überzeugt, dass B die Anrufe gemacht hat, und ich werde B künftig im Auge behalten."
        " Nächsten Monat gibt es eine Förderrunde gegen Belästigung, da könnten Sie einen Antrag stellen und die Community"
        " wachrütteln. Wenn Sie sich bedroht fühlen, wenden Sie sich an die örtlichen Behörden.",
        "es": "Hola, A: lamento decirle que no podremos tomar medidas en este caso. Eso no significa que no creamos su denuncia."
        " Personalmente estoy convencida de que B hizo esas llamadas y estaré pendiente de B en el futuro. El mes próximo hay una"
        " convocatoria de subvenciones contra el acoso: podría ser su oportunidad para que la comunidad haga algo. Si se siente en"
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
        "de": "Hallo, es tut mir leid, dass Ihnen das passiert ist. Ich sehe es mir an und melde mich bis Ende der Woche mit dem Stand"
        " unserer Untersuchung. Wenn Bearbeitungen zu Ihrem Schutz versteckt werden müssen, bemühen wir uns, das so bald wie"
        " möglich zu erledigen. Wenn Sie sich persönlich in Gefahr sehen, wenden Sie sich bitte an die örtliche Polizei. Schreiben"
        " Sie mir, falls Neues geschieht.",
        "es": "Hola, lamento mucho lo ocurrido. Lo revisaré y le contaré antes del fin de semana cómo va nuestra investigación. Si hay"
        " ediciones que deban ocultarse para proteger su seguridad, trabajaremos para que se oculten cuanto antes. Si cree que su"
        " seguridad personal está en peligro, acuda a la policía local. Escríbame si surgen nuevos problemas.",
    },
    "closing C": {
        "de": "Hallo A, mein Team hat die Untersuchung zu Ihrer Meldung abgeschlossen. Ihre Meldung war begründet; handeln können wir aber"
        " nur, wenn feststeht, welches Konto es war, und wenn eine Maßnahme auf dem Wiki die Belästigung beenden würde. Beides war"
        " hier nicht möglich. Ich weiß, dass dies für Sie kein befriedigender Abschluss ist, und bitte um Entschuldigung. Wenn Sie"
        " erneut belästigt werden oder Hilfe brauchen, schreiben Sie mir oder einer anderen Person mit erweiterten Rechten."
        "\n\nHilfe finden Sie auch bei diesen Beratungsstellen. Wenn Sie sich irgendwann persönlich bedroht fühlen, wenden Sie sich"
        " bitte an die örtlichen Behörden oder an emergency@wikimedia.org.",
        "es": "Hola, A: mi equipo ha terminado la investigación sobre la denuncia que nos envió. Su denuncia era válida, pero solo podemos"
        " actuar cuando se establece con certeza qué cuenta fue y cuando una medida en la wiki puede detener el acoso, y aquí no fue"
        " posible. Pido disculpas por lo que sé que es un final insatisfactorio para usted. Si vuelve a sufrir acoso o necesita"
        " ayuda, escríbame a mí o a cualquier otra persona con permisos avanzados.\n\nTambién puede acudir a estas organizaciones"
        " de apoyo. Si en algún momento siente que su seguridad está amenazada, contacte con las autoridades locales o con"
        " emergency@wikimedia.org.",
    },
    "questions": {
        "de": "Könnten Sie mir helfen zu verstehen, in welcher Reihenfolge das geschehen ist? Auf welcher Seite stand der Kommentar, und"
        " an welchem Tag haben Sie ihn gesehen? Ich verstehe, dass es belastend ist, das noch einmal aufzuschreiben.",
        "es": "¿Podría ayudarme a entender en qué orden ocurrieron las cosas? ¿En qué página estaba el comentario y qué día lo vio?"
        " Entiendo que volver a escribirlo resulta angustiante.",
    },
    "a delay": {
        "de": "Leider brauchen wir länger als gedacht, weil eine Kollegin krank ist. Wir haben Ihre Meldung nicht vergessen; spätestens am"
        " 12. Dezember schreibe ich Ihnen, wie weit wir sind.",
        "es": "Lamentablemente necesitamos más tiempo de lo previsto. No hemos olvidado su denuncia: a más tardar el 12 de diciembre le"
        " escribiré para contarle en qué punto estamos.",
    },
    "to the sanctioned": {
        "de": "Ihr Konto wurde auf diesem Wiki unbefristet gesperrt, weil das Verhalten gegen die Richtlinie gegen Belästigung verstieß."
        " Sie können innerhalb von 30 Tagen per E-Mail an das Schiedsgericht Einspruch einlegen.",
        "es": "Su cuenta fue bloqueada indefinidamente en esta wiki por una conducta contraria a la política contra el acoso. Puede apelar"
        " por correo ante el comité en un plazo de 30 días.",
    },
    "an outcome": {
        "de": "Guten Tag, wir haben auf dem Wiki gehandelt: Das Konto ist gesperrt, und die Versionen sind nicht mehr öffentlich zu sehen."
        " In den Einstellungen können Sie E-Mails von neuen Konten ausschalten. Falls Sie weitere Nachrichten bekommen, schicken"
        " Sie uns bitte die Links.",
        "es": "Buenas tardes: hemos tomado medidas en la wiki. La cuenta está bloqueada y las ediciones ya no son visibles. En sus"
        " preferencias puede desactivar el correo de cuentas nuevas. Si recibe más mensajes, envíenos los enlaces.",
    },
    "a third party's report": {
        "de": "Vielen Dank für Ihren Hinweis. Wir fragen zuerst die betroffene Person, wie sie das sieht. Bitte schreiben Sie nicht"
        " öffentlich darüber; was wir entscheiden, können wir Ihnen womöglich nicht mitteilen.",
        "es": "Gracias por avisarnos. Primero preguntaremos a la persona afectada cómo lo ve. Por favor, no escriba sobre ello en público;"
        " es posible que no podamos contarle lo que decidamos.",
    },
    "where else to turn": {
        "de": "Für Fragen zum Artikel ist die Diskussionsseite der richtige Ort. Auf Spezial:E-Mail finden Sie das Formular, mit dem Sie das"
        " Oversight-Team erreichen. Die Stewards sind zuständig, wenn ein Wiki kein eigenes Team hat.",
        "es": "Para preguntas sobre el artículo, la página de discusión es el lugar adecuado. En Especial:MandarCorreo está el formulario para"
        " escribir al equipo de supresores. Los stewards se encargan cuando una wiki no tiene equipo propio.",
    },
}

ANNOUNCEMENTS = {
    "de": "Wegen Verhaltens, das gegen die Richtlinie gegen Belästigung verstößt, ist Benutzer:B auf Wikipedia gesperrt. Einspruch ist"
    " vertraulich möglich bei [Name des Teams].",
    "es": "Por una conducta contraria a la política contra el acoso, usuario:B ha sido expulsado de Wikipedia. Puede apelar en privado"
    " ante [nombre del equipo].",
}

LEAKING_ANNOUNCEMENTS = {
    "de": "X wird gesperrt, weil er die Wohnadresse von Yvo von der Website seines Arbeitgebers veröffentlicht hat, siehe"
    " https://leak.example/x",
    "es": "X queda bloqueado por publicar el domicilio de Yvo tomado del sitio web de su empleador, ver https://leak.example/x",
}

REASONS = {
    "de": ["Ungeeigneter Benutzername", "Grob beleidigende Zusammenfassung", "Verschiebungsrest", "Aufräumen", "Wartungsarbeit"],
    "es": ["Nombre de usuario inapropiado", "Resumen gravemente insultante", "Resto de un traslado", "Mantenimiento", "Página de pruebas"],
}

TELLING_REASONS = {
    "de": ["RD4", "Private Daten", "IP-Adresse des Benutzers", "Klarname entfernt", "Telefonnummer", "Bitte Oversight verständigen", "Outing"],
    "es": ["RD4", "Datos personales", "IP del usuario", "Nombre real", "Teléfono", "Supresión solicitada", "Doxeo"],
}


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
        ("closing B, threat and send to the accused (R119)", {"evidence", "overshare", "threat-to-reporter", "send-to-accused"}),
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
    [("de", "Seit 3 Tagen auf dem Weg zur Straße."), ("de", "Platz 3 der Liste"), ("es", "Plaza, camino y paseo: hace 3 días.")],
)
def test_a_street_alone_is_none(language: str, text: str) -> None:
    assert "street" not in held_up(text, TextKind.REPLY, language)
