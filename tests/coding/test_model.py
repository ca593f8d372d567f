"""The pair model that ships: the right file, the same answer every time, and what it adds to the rules."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from detente.coding import model as module
from detente.coding.advisor import OVERRULE, STRIKE, Advisor, combined
from detente.coding.coder import Coder, load_coder, sentence_document
from detente.coding.model import NONE, PairModel, PairScore, load_pair_model
from detente.coding.score import unmark
from detente.data.codebook_cards import load_codebook
from detente.errors import ModelError
from detente.records import Event, Span

# The chance that the shipped network gave to one type when it was made, by sentences of ours.
RECORDED = [
    ("<s>Peru</s> imposed sanctions on <t>Chile</t> on Monday.", "SANCTION", 0.954),
    ("<t>Chile</t> was bombed by the <s>Peruvian</s> air force at dawn.", "ASSAULT", 0.973),
    ("<s>The Kenyan foreign minister</s> held talks with <t>his Ugandan counterpart</t> in Kampala.", "CONSULT", 0.988),
    ("<s>Norway</s> sent two ships with grain to <t>Malawi</t>.", "AID", 0.873),
    ("<s>Denmark</s> beat <t>Wales</t> 2-1 in Cardiff on Friday night.", "NONE", 0.918),
    ("<s>Turkey</s> urged <t>Greece</t> to pull its troops back from the islands.", "REQUEST", 0.990),
    ("<s>Thousands of students</s> marched through Lima against <t>the government</t>.", "PROTEST", 0.995),
]


@pytest.fixture(scope="module")
def pair_model() -> PairModel:
    return load_pair_model()


def score(pair_model: PairModel, marked: str) -> PairScore:
    text, source, target = unmark(marked)
    return pair_model.score(text, source, target=target)


@pytest.mark.parametrize(("marked", "event_type", "chance"), RECORDED)
def test_network_says_what_it_said_when_it_was_made(
    pair_model: PairModel, marked: str, event_type: str, chance: float
) -> None:
    assert score(pair_model, marked).types[event_type] == pytest.approx(chance, abs=0.02)


def test_same_pair_has_same_score_whatever_was_scored_before(pair_model: PairModel) -> None:
    sentences = [marked for marked, _, _ in RECORDED]
    forth = [score(pair_model, marked) for marked in sentences]
    back = [score(load_pair_model(), marked) for marked in reversed(sentences)]
    assert forth == back[::-1]


def test_labels_are_those_of_the_codebook(pair_model: PairModel) -> None:
    labels, codebook = pair_model.card["labels"], load_codebook()
    assert set(labels["types"]) == {*codebook.types, NONE}
    assert set(labels["modes"]) == {"", *(mode.name for card in codebook.types.values() for mode in card.modes)}


def test_network_is_loaded_and_asked_without_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert score(load_pair_model(), "<s>Peru</s> sued <t>Chile</t>.").types


def copied(folder: Path) -> Path:
    shipped = module.files("detente.data") / "model"
    (folder / "model").mkdir()
    for name in ("card.toml", "vocabulary.txt", "pair.int8.onnx"):
        (folder / "model" / name).write_bytes((shipped / name).read_bytes())
    return folder


@pytest.mark.parametrize("name", ["pair.int8.onnx", "vocabulary.txt"])
def test_another_file_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path)
    with (folder / "model" / name).open("ab") as file:
        file.write(b"x")
    monkeypatch.setattr(module, "files", lambda _: folder)
    with pytest.raises(ModelError, match="not the file"):
        load_pair_model()


def test_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path)
    (folder / "model" / "pair.int8.onnx").unlink()
    monkeypatch.setattr(module, "files", lambda _: folder)
    with pytest.raises(ModelError, match=r"pair\.int8\.onnx"):
        load_pair_model()


# ------------------------------------------------------------------------------------ rules and model


class Stub:
    """A model that says one thing of everything."""

    def __init__(self, types: dict[str, float]) -> None:
        self.types = types
        self.asked: list[str] = []

    def score(self, text: str, source: Span | None, *, target: Span | None) -> PairScore:
        assert source and target
        self.asked.append(f"{source.of(text)}>{target.of(text)}")
        return PairScore(self.types, {"asserted": 1.0}, {"": 1.0})


@pytest.fixture(scope="module")
def ruled() -> Coder:
    return load_coder(model=False)


def coded(ruled: Coder, types: dict[str, float], text: str) -> tuple[list[Event], list[str]]:
    stub = Stub(types)
    events = replace(ruled, advisor=Advisor(stub, ruled.maker.codebook)).code(sentence_document(text))  # type: ignore[arg-type]
    return events, stub.asked


def test_agreement_makes_surer_than_disagreement(ruled: Coder) -> None:
    (sure,), _ = coded(ruled, {"ACCUSE": 0.98, "THREATEN": 0.01, NONE: 0.01}, "Iran condemned Iraq.")
    (unsure,), _ = coded(ruled, {"ACCUSE": 0.32, "THREATEN": 0.67, NONE: 0.01}, "Iran condemned Iraq.")
    assert sure.confidence > unsure.confidence
    assert sure.event_type == unsure.event_type == "ACCUSE"
    assert [r.value for r in unsure.reasons if r.code == "model"] == ["THREATEN:0.67"]


def test_model_that_is_sure_of_another_type_names_it(ruled: Coder) -> None:
    (event,), _ = coded(ruled, {"ACCUSE": 0.02, "COERCE": OVERRULE, NONE: 0.01}, "Iran condemned Iraq.")
    assert (event.event_type, event.confidence, event.quad_class) == ("COERCE", OVERRULE, 4)
    assert [r.value for r in event.reasons if r.code == "rules"] == ["ACCUSE/disapprove"]
    assert event.cameo == ruled.maker.codebook.cameo("COERCE", None)


def test_event_is_struck_out_only_where_the_model_is_sure_of_none(ruled: Coder) -> None:
    below, above = STRIKE - 0.01, STRIKE + 0.001
    assert len(coded(ruled, {"ACCUSE": 1 - below, NONE: below}, "Iran condemned Iraq.")[0]) == 1
    assert coded(ruled, {"ACCUSE": 1 - above, NONE: above}, "Iran condemned Iraq.")[0] == []


def test_sides_are_marked_in_their_own_sentence(ruled: Coder) -> None:
    _, asked = coded(ruled, {"ACCUSE": 0.9, NONE: 0.1}, "The rain went on for days. Iran condemned Iraq.")
    assert asked == ["Iran>Iraq"]


def test_common_confidence_rises_with_either_voice() -> None:
    assert combined(0.9, 0.5) > combined(0.6, 0.5)
    assert combined(0.6, 0.9) > combined(0.6, 0.1)
    assert 0 <= combined(0.0, 0.0) <= combined(1.0, 1.0) <= 1


def test_events_name_the_coder_that_made_them() -> None:
    both = load_coder(model=True)
    assert both.version.startswith("rules+pair-")
    (event,) = both.code(sentence_document("Iran condemned Iraq."))
    assert event.coder == both.version
    assert any(r.code == "model" for r in event.reasons)
