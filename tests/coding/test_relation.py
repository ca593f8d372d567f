"""Which type of event passes between two given phrases, whoever they are, by the rules alone."""

from dataclasses import replace

import pytest

from detente.coding.coder import Coder
from detente.coding.relation import relation_of
from detente.coding.score import unmark


def _relation(coder: Coder, marked: str) -> str | None:
    return relation_of(replace(coder, advisor=None), *unmark(marked))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<s>Iran</s> attacked <t>Iraq</t>.", "ASSAULT"),
        ("<t>Iraq</t> was attacked by <s>Iran</s>.", "ASSAULT"),
        ("<s>Iran</s> condemned <t>Iraq</t>.", "ACCUSE"),
        ("<s>Norway</s> sent aid to <t>Malawi</t>.", "AID"),
        ("<s>Ghana</s> met <t>Togo</t> on Monday.", "CONSULT"),
        ("<s>Peru</s> refused to meet <t>Chile</t>.", "REJECT"),
        ("<s>Iran</s> urged <t>Iraq</t> to free the pilots.", "REQUEST"),
        # sides that no card knows
        ("<s>The shepherds</s> attacked <t>the millers</t>.", "ASSAULT"),
        ("<s>Count Olaf</s> condemned <t>the guild</t>.", "ACCUSE"),
        # not what stands elsewhere in the sentence
        ("<s>Iran</s> condemned <t>Iraq</t> after Kuwait attacked Oman.", "ACCUSE"),
        # what will be given is agreed to, what will be done to somebody is threatened
        ("<s>Norway</s> will send aid to <t>Malawi</t>.", "AGREE"),
        ("<s>Iran</s> will attack <t>Iraq</t>.", "THREATEN"),
        # cooperation denied is refusal
        ("<s>Norway</s> did not send aid to <t>Malawi</t>.", "REJECT"),
        # the task's labels follow the crosswalk of 2021, from which our edition departs in these two
        ("<s>Peru</s> imposed sanctions on <t>Chile</t>.", "COERCE"),
        ("<s>Iran</s> spoke of an embargo on friends of <t>Iraq</t>.", "COERCE"),
        ("A court in <s>Togo</s> convicted <t>two pilots from Ghana</t> of fraud.", "ACCUSE"),
        ("<s>Peru</s> expelled <t>Chile</t>'s ambassador.", "SANCTION"),
        ("<s>Peru</s> will impose sanctions on <t>Chile</t>.", "THREATEN"),
        # one side only
        ("<s>Iran</s> protested in the streets.", "PROTEST"),
    ],
)
def test_relation(coder: Coder, marked: str, expected: str) -> None:
    assert _relation(coder, marked) == expected


@pytest.mark.parametrize("marked", ["<s>Iran</s> lies beside <t>Iraq</t>.", "<s></s>"])
def test_no_word_calls_a_frame(coder: Coder, marked: str) -> None:
    assert _relation(coder, marked) is None


def test_words_between_the_sides_decide_where_no_frame_joins_them(coder: Coder) -> None:
    assert _relation(coder, "<s>Iran</s> spoke of an attack on friends of <t>Iraq</t>.") == "ASSAULT"
