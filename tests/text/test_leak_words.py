# ruff: noqa: E501 - samples of letters
"""The words of each language: every rule finds what it must and spares what it must, and the module's own samples."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import ROOT
from app.text.leak_check import LANGUAGES, Finding, Outgoing, Severity, TextKind, blocks, check
from app.text.leak_rules import FOUND_BY_CODE, BadWords, read_rules, read_words_file, rules, words_of
from app.web.messages import Messages

CASES = [
    (language, rule_id, text, is_found)
    for language in LANGUAGES
    for rule_id, ruled in words_of(language).rules.items()
    for is_found, texts in ((True, ruled.flags), (False, ruled.passes))
    for text in texts
]


def found_by(rule_id: str, language: str, text: str) -> list[Finding]:
    kind = next(iter(rules().by_id[rule_id].severity))
    return [each for each in check(Outgoing(text, kind, language)) if each.say == f"leak-{rule_id}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_file_is_found_or_spared(language: str) -> None:
    wrong = [
        f"{rule_id}: {text}"
        for its, rule_id, text, is_found in CASES
        if its == language and bool(found_by(rule_id, language, text)) is not is_found
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_comes_with_better_words(language: str) -> None:
    assert all(ruled.instead for ruled in words_of(language).rules.values())


def test_every_rule_has_a_message_that_names_no_number() -> None:
    messages = Messages.load(ROOT / "app" / "messages").by_language["en"]
    for rule_id, rule in rules().by_id.items():
        assert f"leak-{rule_id}" in messages
        assert rule.rule not in messages[f"leak-{rule_id}"]
        assert rule.severity


def test_rules_without_words_are_found_by_code() -> None:
    assert rules().by_id.keys() >= FOUND_BY_CODE
    assert all(words_of(language).rules.keys() == rules().by_id.keys() - FOUND_BY_CODE for language in LANGUAGES)


# Samples after the module's own, in words of ours ---------------------------------------------------------------------

FIRST_CONTACT = {
    "Hello, it seems the one you named clearly messed up, so that is easy. I'll probably block when I find the time.": False,
    "Hello, I'm sorry that this happened. I will read it and write to you with what we know by the end of the week. Edits"
    " that put you at risk will be hidden as soon as we can. If you feel unsafe, please turn to your local police. Please"
    " tell me about anything new.": True,
    "Hello, at first glance it's unlikely that we will be able to do anything. We'll look anyway.": False,
    "Hello, I'm sorry about this. I see that you are upset, but there's no need to worry: the edit is bad, and we will"
    " immediately deal with it.": False,
}
CLOSING = {
    "Hello, we were unable to verify that B is who called you, so we are declining your request and closing this file. You"
    " may write to us if you have new facts. If you feel unsafe, contact your local authorities or the emergency team.": False,
    "Hi, there isn't any proof that B called you, and he denies it. We consider this matter closed. Please do not bring"
    " these allegations up on-wiki, they would be considered harassment against B. I suggest you contact B directly to"
    " discuss it.": False,
    "Hello, my team has finished its investigation into the report you sent us. We found your report valid, but we can only"
    " act where we can definitively show who did it and where the wiki offers an action, and that was not possible here. I"
    " apologize for an end that I know is unsatisfying. Please reach out to us again if you experience more, or need help."
    "\n\nIf at any time you feel in danger, please don't hesitate to contact your local authorities or the Wikimedia"
    " Foundation's emergency team. You may wish to turn to organizations that offer support: https://help.example/list": True,
    "Hello, I am sorry to tell you that we are not going to be able to take any action. I personally am convinced that B is"
    " the person who called you, and I will be keeping an eye on B's behaviour. There is not much we can do. If you feel"
    " unsafe, contact your local authorities or the emergency team.": False,
}


@pytest.mark.parametrize(("text", "is_good"), {**FIRST_CONTACT, **CLOSING}.items())
def test_the_samples_of_replies(text: str, is_good: bool) -> None:
    found = check(Outgoing(text, TextKind.REPLY, "en", allowed_hosts=["help.example"]))
    assert blocks(found) is not is_good, found


def test_the_sample_of_an_announcement_has_nothing_that_blocks() -> None:
    text = "For conduct that violates the harassment policy, user:B is banned. They may appeal privately to [your team name]."
    found = check(Outgoing(text, TextKind.ANNOUNCEMENT, "en"))
    assert [(each.say, each.severity) for each in found] == [("leak-gap", Severity.WARN)]


def test_s12_blocks_for_the_name_the_act_the_hint_and_the_link() -> None:
    """R181, R182, R183."""
    text = "X is banned for posting the home address of Y from his employer's site, see [link]"
    found = check(Outgoing(text, TextKind.ANNOUNCEMENT, names=["Y"]))
    said = {each.say: text[each.start : each.end] for each in found if each.severity is Severity.BLOCK}
    assert said["leak-name"] == "Y"
    assert said["leak-act-detail"].startswith("posting the home address")
    assert {"leak-content-hint", "leak-link"} <= said.keys()


@pytest.mark.parametrize(
    ("kind", "text", "say", "severity"),
    [
        ("announcement", "User:B is banned for harassment.", "leak-appeal", "warn"),
        ("announcement", "Somebody is banned for harassment and may appeal.", "leak-announcement-parts", "warn"),
        ("announcement", "User:B is banned. Appeals to us.", "leak-announcement-parts", "warn"),
        ("announcement", "Something was decided today. Appeals to us.", "leak-announcement-parts", "block"),
        ("announcement", "User:B, harassment. Appeals to us.", "leak-announcement-parts", "warn"),
        ("announcement", "See Special:Diff/123.", "leak-diff", "block"),
        ("announcement", "https://en.wikipedia.org/w/index.php?oldid=7", "leak-diff", "block"),
        ("announcement", "https://forum.example/t/1", "leak-link", "block"),
        ("announcement", "More on forum.example.", "leak-link", "block"),
        ("reason", "https://forum.example/t/1", "leak-link", "block"),
        ("reply", "https://forum.example/t/1", "leak-link", "warn"),
        ("reply", "Dear [name], thank you.", "leak-gap", "warn"),
        ("reply", "12 Harbour Street", "leak-street", "block"),
        ("reply", "52.51627, 13.37770", "leak-coordinates", "block"),
        ("reply", "https://maps.google.com/?q=x", "leak-coordinates", "block"),
        ("reply", "Call (212) 555-0142 or 212-555-0142", "leak-phone", "block"),
        ("reply", "pat@mail.example.org", "leak-mail", "block"),
        ("announcement", "Appeals go to appeals@committee.example.", "leak-mail", "warn"),
        ("handover", "~2026-10482-07 edits from 192.0.2.7", "leak-address-beside-account", "block"),
        ("handover", "edits from 192.0.2.7", "leak-address", "warn"),
    ],
)
def test_what_needs_no_words(kind: str, text: str, say: str, severity: str) -> None:
    found = check(Outgoing(text, TextKind(kind), "en"))
    assert (say, severity) in {(each.say, each.severity.value) for each in found}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("reply", "Write to oversight-commons@lists.wikimedia.org or emergency@wikimedia.org."),
        ("reply", "https://en.wikipedia.org/wiki/Special:Block and [[Special:Diff/7]]"),
        ("reply", "Section 12 of the policy, 3 December 2026, revision 1234567890."),
        ("handover", "Reporter: pat@mail.example.org, user:B, https://en.wikipedia.org/w/index.php?diff=7"),
        ("reason", "RD2: grossly insulting, degrading, or offensive material"),
    ],
)
def test_what_is_well(kind: str, text: str) -> None:
    assert check(Outgoing(text, TextKind(kind), "en")) == ()


@pytest.mark.parametrize(
    ("kind", "text", "say", "severity"),
    [
        ("reply", "> I promise it.\n\nThank you.", "leak-promise", "warn"),
        ("reply", "He wrote to us: “she is guilty” and left.", "leak-guilt", "warn"),
        ("reply", "“Quoted.” He is guilty.", "leak-guilt", "block"),
        ("reply", "If he is an idiot, tell us.", "leak-bad-words", "warn"),
        ("reply", "He may go if he likes. He is an idiot.", "leak-bad-words", "block"),
        ("announcement", "User:B (Bob Example, 34) is banned for harassment.", "leak-personal-detail", "block"),
        ("announcement", "User:B is banned for harassment. Appeal on this noticeboard.", "leak-appeal", "warn"),
        ("announcement", "User:B committed a crime.", "leak-liability", "warn"),
        ("announcement", "User:B committed a crime.", "leak-act-detail", "block"),
        ("announcement", "From today user B wears no hat in line with our policy.", "leak-announcement-parts", "warn"),
        ("reason", "RD1: https://old.example/page", "leak-source", "warn"),
        ("reason", "housekeeping https://old.example/page", "leak-link", "block"),
        ("steward-request", "Global block for 203.0.113.7, an open proxy", "leak-address", "warn"),
        ("steward-request", "B edits from 203.0.113.7", "leak-address", "block"),
        ("steward-request", "~2026-10482-07 is the proxy 203.0.113.7", "leak-address-beside-account", "block"),
    ],
)
def test_what_is_not_sure_only_warns(kind: str, text: str, say: str, severity: str) -> None:
    found = check(Outgoing(text, TextKind(kind), "en"))
    assert {each.severity.value for each in found if each.say == say} == {severity}, found


@pytest.mark.parametrize(
    ("language", "text", "is_found"),
    [
        ("en", "12 Harbour Street", True),
        ("de", "12 neue Hafenstraße", False),
        ("de", "Hafenstraße 12", True),
    ],
)
def test_a_number_stands_before_a_street_where_people_write_so(language: str, text: str, is_found: bool) -> None:
    said = {each.say for each in check(Outgoing(text, TextKind.REPLY, language))}
    assert ("leak-street" in said) is is_found


def test_an_account_of_a_wiki_is_no_mail_address() -> None:
    text = "=== Larkspur Gate@xy.wikipedia ==="
    assert check(Outgoing(text, TextKind.STEWARD_REQUEST, "en")) == ()


@pytest.mark.parametrize(
    ("name", "text", "piece"),
    [
        ("Sergey", "Это Сергей был", "Сергей"),
        ("Sergey", "видели Сергея там", "Сергея"),
        ("Сергей", "It was Sergei.", "Sergei"),
        ("Михаил", "Mikhail's page", "Mikhail"),
        ("Elena Petrova", "Елена Петрова", "Елена Петрова"),
        ("Marlow", "Marlow's page", "Marlow"),
        ("Sergey", "the serge cloth", None),
        ("Ivo", "и вот", None),
    ],
)
def test_a_marked_name_in_another_script(name: str, text: str, piece: str | None) -> None:
    found = check(Outgoing(text, TextKind.REPLY, "en", names=[name]))
    assert [text[each.start : each.end] for each in found if each.say == "leak-name"] == ([piece] if piece else [])


PIECES = st.sampled_from(
    ["I promise", "no ", "&#112;", "<b>", "''", "\u200b", "[[", "\n\n", "Сергей", "user:", "@x.example", "1 "]
)


@settings(max_examples=150)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30),
    st.sampled_from(list(TextKind)),
    st.lists(st.text(max_size=12), max_size=2),
)
def test_any_text_can_be_looked_through(pieces: list[str], kind: TextKind, names: list[str]) -> None:
    text = " ".join(pieces)
    found = check(Outgoing(text, kind, names=names))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [(each.start, each.end) for each in found] == sorted((each.start, each.end) for each in found)
    assert len(set(found)) == len(found)


HOSTILE = [
    "I ",
    "we will ",
    "no promise ",
    "user ",
    "Ash ",
    "a.b@",
    "http://x.y ",
    "((((",
    "<b>",
    "&#73; ",
    "I'",
    "i\u0301",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    """What took more than a line's time for each of these would run into the time limit of every test."""
    text = piece * (30_000 // len(piece)) + " I promise."
    assert check(Outgoing(text, TextKind.REPLY, names=["Marlow Finch"]))


# Data that cannot be used ---------------------------------------------------------------------------------------------


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (ROOT / "app" / "text" / "leak_words" / "en.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "en.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[promise]", "[promises]", "promises"),
        ("[promise]\ninstead", "[promise]\nelse", "else"),
        ("closes = [", "shuts = [", "shuts"),
        ('language = "en"', "", "language is missing"),
        ('"wich" = "which"', '"wich*" = "which"', "spelling"),
        ("number-first = true", "number-last = true", "number-last"),
    ],
)
def test_a_slip_in_the_words_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadWords, match=said):
        read_words_file(changed(tmp_path, old, new), rules())


def test_a_slip_in_the_rules_is_named(tmp_path: Path) -> None:
    path = tmp_path / "leak_rules.toml"
    path.write_text(
        '[promise]\nrule = "R53"\nreply = "perhaps"\n[hosts]\nwikis = []\nmail = []\nendings = []\nregions = []\n'
    )
    with pytest.raises(BadWords, match=r"leak_rules.toml: .*perhaps"):
        read_rules(path)


def test_the_examples_for_functionaries_are_toml() -> None:
    page = (ROOT / "app" / "text" / "leak_words" / "EDITING.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(example)["promise"].keys() == {"words", "unless", "instead", "flags", "passes"}
