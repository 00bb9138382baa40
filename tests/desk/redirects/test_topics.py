"""What a mail is about that others than support take care of, in the words of five languages."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.situation.topic import topic_of_words
from gateway.store.store import Store
from tests.support.desk import build_desk, do_not_sync

TRAINING = {
    ("Next course", "Which course should I take after the basics?"),
    ("Schulung", "Wann findet die nächste Schulung für Einsteiger statt?"),
    ("Formation", "Bonjour, à quelle date commence la prochaine formation ?"),
    ("Opleiding", "Wij willen graag twee collega's aanmelden voor de opleiding."),
    ("Curso", "¿Cuándo empieza el próximo curso para principiantes?"),
    ("Exam", "I failed the exam last week. Can I retake it?"),
}
CERTIFICATES = {
    ("Certificate", "My certificate has not arrived."),
    ("Course finished", "I passed the exam two weeks ago but did not get my certificate. I have not heard anything."),
    ("Zertifikat", "Ich habe mein Zertifikat noch nicht bekommen."),
    ("Kurs abgeschlossen", "Wo bleibt mein Zertifikat? Bisher kam nichts."),
    ("Certificat", "Je n'ai toujours pas reçu mon certificat."),
    ("Certificaat", "Ik heb mijn certificaat nog niet ontvangen."),
    ("Certificado", "Todavía no he recibido mi certificado."),
}
WISHES = {
    ("Feature request: dark mode", "It would be nice if Orders had a dark mode."),
    ("Idea", "It would be great if the list could be sorted by date."),
    ("Feature request", "Currently the grid does not remember its filter. Please let it."),
    ("Funktionswunsch", "Die Liste soll sich den Filter merken."),
    ("Verbesserungsvorschlag: Filter", "Bisher merkt sich die Liste den Filter nicht."),
    ("Demande de fonctionnalité", "Nous aimerions un mode sombre."),
    ("Functieverzoek", "Graag een donkere modus."),
    ("Sugerencia de mejora", "Un modo oscuro sería útil."),
    ("Filter", "Es wäre schön, wenn sich die Liste den Filter merken würde."),
}
BUILDPACK = {
    ("Option X", "Please add option X to the buildpack."),
    ("Feature request", "Please support Java 21 in the buildpack."),
    ("Buildpack", "Könnten Sie im Buildpack bitte die Option X ergänzen?"),
    ("Buildpack", "Pourriez-vous ajouter l'option X au buildpack ?"),
    ("Buildpack", "Kunnen jullie optie X toevoegen aan het buildpack?"),
    ("Buildpack", "Nos gustaría añadir la opción X al buildpack."),
}
LICENSES = {
    ("License", "We need more users on our license."),
    ("Licence", "Could you please send us twenty additional licences?"),
    ("Growth", "Our team grows and we would like to expand our subscription by 50 seats."),
    ("Lizenz", "Wir brauchen mehr Benutzer auf unserer Lizenz."),
    ("Lizenzen", "Wir möchten unsere Lizenz um 20 Benutzer erweitern."),
    ("Licence", "Nous avons besoin de plus d'utilisateurs sur notre licence."),
    ("Licentie", "Wij hebben meer gebruikers nodig op onze licentie."),
    ("Licencia", "Necesitamos más usuarios en nuestra licencia."),
}
COMMERCIAL = {
    ("Size of Orders", "We would like a larger container for Orders."),
    ("Storage", "Please send us a quote for 100 GB more storage."),
    ("Speicher", "Wir brauchen einen größeren Container und mehr Speicherplatz."),
    ("Stockage", "Nous souhaitons un conteneur plus grand pour notre application."),
    ("Opslag", "Wij willen graag een grotere container."),
    ("Contenedor", "Queremos un contenedor más grande para la aplicación."),
}
TEAM = {
    ("Contact", "Who is our CSM?"),
    ("Contact", "Could you tell me who our customer success manager is? I do not know who is responsible."),
    ("Frage", "Wer ist unser Customer Success Manager?"),
    ("Question", "Qui est notre responsable de compte ?"),
    ("Vraag", "Wie is onze accountmanager?"),
    ("Pregunta", "¿Quién es nuestro gestor de cuenta?"),
}
CASES = {
    ("Order entry is slow", "Since nine o'clock every order takes two minutes."),
    ("Training and an error", "When is the next course? And since Monday Orders crashes when we save."),
    ("Certificate", "The TLS certificate of our domain expires on Friday. Please renew it."),
    ("Container", "The container of Orders crashes every night."),
    ("Lizenz", "Seit dem Wechsel der Lizenz stürzt die App ab."),
    ("License", "More users complain about errors since the license was renewed."),
    ("Storage", "The file storage is full and uploads fail."),
    ("Buildpack", "The build fails with an error since the buildpack was updated."),
    ("Question", "How do I turn Till to dark?"),
    ("Dark mode", "Impact: high\nUrgency: high\n\nIt would be nice if it worked."),
    ("Feature request", "Type: incident\n\nDark mode shows white text."),
    ("Order 4711", "Please change the time zone of our environment."),
    ("Users", "Users cannot log in to Orders."),
    ("Network", "Our network administrator has a question about the ports that must be open."),
    ("Training app", "The app Training shows a blank page."),
}
WANTED = [
    *(("training", *one) for one in sorted(TRAINING)),
    *(("certificate", *one) for one in sorted(CERTIFICATES)),
    *(("feature_request", *one) for one in sorted(WISHES)),
    *(("buildpack_change", *one) for one in sorted(BUILDPACK)),
    *(("license_expansion", *one) for one in sorted(LICENSES)),
    *(("commercial", *one) for one in sorted(COMMERCIAL)),
    *(("account_team", *one) for one in sorted(TEAM)),
    *(("none", *one) for one in sorted(CASES)),
]


@pytest.fixture(scope="module")
def desk(sqlite_schema: bytes, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a training address, on one database: topics need none."""
    folder: Path = tmp_path_factory.mktemp("topics")
    (folder / "gateway.db").write_bytes(sqlite_schema)
    store = Store(f"sqlite:///{folder / 'gateway.db'}")
    do_not_sync(store)
    return build_desk(store, folder, addresses={"training": ["academy@vendor.example"]})


@pytest.mark.parametrize(("topic", "subject", "text"), WANTED)
def test_a_topic_is_known_by_its_words(desk: Desk, topic: str, subject: str, text: str) -> None:
    assert topic_of_words(desk, subject, text).kind == topic


def test_a_mixed_mail_is_a_case_that_says_what_else_it_speaks_of(desk: Desk) -> None:
    found = topic_of_words(desk, "Two things", "When is the next course? Since Monday Orders crashes.")
    assert (found.kind, found.beside) == ("none", ("training",))


def test_two_topics_side_by_side_are_for_a_person(desk: Desk) -> None:
    text = "Which course comes next? We also need more users on our license."
    assert topic_of_words(desk, "Two things", text).kind == "none"
