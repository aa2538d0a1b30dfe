"""A recorded conversation with an Excel is harmless, read strictly, and shows where the fake Excel differs from it.

Every file of `recordings/` is a test: one that came from a real PC is put there as it is. The samples came from the
fake itself: `python tests/com/test_recordings.py` makes them anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import msgspec
import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from excel_office import CHECKER, DECISION, MAKER, ExcelOffice, open_office
from fake_excel.dispatch import Call
from fake_excel.variants import RPC_E_CALL_REJECTED, ComError, refusal
from fake_excel.windows import Desktop, running_desktop
from replaying import differences
from sop_clicks import ACCOUNTS

from xl_macros.click.recorder import NEXT
from xl_macros.click.recording import BadRecordingError, Exchange, Recording, decode, encode
from xl_macros.tables.schema import DECISIONS, REGISTER

RECORDINGS = Path(__file__).parent / "recordings"


def recorded(folder: Path) -> dict[str, Recording]:
    """What lies beside the log, by button."""
    found = [decode(path.read_bytes()) for path in sorted(folder.rglob("rekaman-*.jsonl"))]
    return {recording.header.button: recording for recording in found}


def record(office: ExcelOffice) -> dict[str, Recording]:
    """A self-test that is recorded, and the click after it."""
    assert office.click("self_test", record="rekaman-periksa.jsonl").exit_code in (0, 1)
    office.account = ACCOUNTS[CHECKER]
    office.select(DECISIONS)
    assert office.click("receive_decision", confirmed=True).ending == "selesai"
    return recorded(office.folder.parent)


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_fake_answers_as_the_recorded_excel_did(desktop: Desktop, tmp_path: Path, path: Path) -> None:
    recording = decode(path.read_bytes())
    binding = "early" if recording.header.binding == "early" else "late"
    office = open_office(desktop, tmp_path / "kantor", binding=binding)
    assert differences(recording, office) == []


# -- recording ------------------------------------------------------------------------------------------------


@pytest.fixture
def office(desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    return open_office(desktop, tmp_path / "kantor")


@pytest.mark.parametrize("binding", ["late", "early"])
def test_a_self_test_and_the_click_after_it_are_recorded_and_none_more(
    desktop: Desktop, tmp_path: Path, binding: str
) -> None:
    office = open_office(desktop, tmp_path / "kantor", binding=binding)
    found = record(office)
    assert set(found) == {"self_test", "receive_decision"}
    assert {each.header.binding for each in found.values()} == {office.excel.line.binding}
    assert not list(office.folder.parent.rglob(NEXT))
    office.account = ACCOUNTS[MAKER]
    assert "direkam" not in office.click("list_due").text
    assert set(recorded(office.folder.parent)) == {"self_test", "receive_decision"}


def test_every_call_of_the_click_is_in_it(office: ExcelOffice) -> None:
    office.click("self_test", record="rekaman-periksa.jsonl")
    office.account = ACCOUNTS[CHECKER]
    office.select(DECISIONS)
    message = office.click("receive_decision", confirmed=True)
    written = recorded(office.folder.parent)["receive_decision"].exchanges
    assert len(written) == message.calls.total
    assert [each.member for each in written] == [call.name for call in message.calls.made]


def test_nothing_of_the_office_is_in_it(office: ExcelOffice) -> None:
    record(office)
    texts = [path.read_text(encoding="utf-8") for path in office.folder.parent.rglob("rekaman-*.jsonl")]
    private = [DECISION, MAKER, CHECKER, "00123", "maria", str(office.folder), office.folder.name]
    private += [row["information"] for row in office.rows(REGISTER)]
    assert len(texts) == 2
    for word in filter(None, private):
        assert all(word not in text for text in texts), word


def test_it_says_where_the_file_lies_and_what_comes_next(office: ExcelOffice) -> None:
    message = office.click("self_test", record="rekaman-periksa.jsonl")
    path = next(office.folder.parent.rglob("rekaman-periksa.jsonl"))
    assert str(path) in message.text
    assert "Tombol berikutnya" in message.text


def test_a_recording_that_cannot_be_written_is_said_and_spoils_nothing(office: ExcelOffice) -> None:
    (office.folder.parent / "state").write_text("berkas di tempat folder")
    message = office.click("self_test", record="rekaman-periksa.jsonl")
    assert "Rekaman percakapan dengan Excel tidak dapat ditulis." in message.text
    assert message.ending == "selesai"


def test_what_excel_rejects_is_written_down_with_its_number_at_each_attempt(office: ExcelOffice) -> None:
    left = [3]

    def reject(call: Call) -> None:
        if call.name == "Ready" and call.kind == "get" and left[0]:
            left[0] -= 1
            raise ComError(RPC_E_CALL_REJECTED, "Call was rejected by callee.")

    with office.excel.line.obstructed(reject):
        office.click("self_test", record="rekaman-periksa.jsonl")
    ready = [each for each in recorded(office.folder.parent)["self_test"].exchanges if each.member == "Ready"]
    assert [each.error for each in ready] == [str(RPC_E_CALL_REJECTED)] * 3 + [""]


def test_a_refusal_of_excels_is_written_down_with_both_numbers_and_without_its_words(
    office: ExcelOffice,
) -> None:
    def refuse(call: Call) -> None:
        if call.name == "SaveCopyAs" and call.kind == "call":
            raise refusal("C:\\Rahasia tidak dapat ditulis")

    with office.excel.line.obstructed(refuse):
        office.click("self_test", record="rekaman-periksa.jsonl")
    office.click("list_due")
    texts = [path.read_text() for path in office.folder.parent.rglob("rekaman-*.jsonl")]
    assert all("Rahasia" not in text for text in texts)


# -- reading --------------------------------------------------------------------------------------------------

HEADER = b'{"recording":1,"button":"self_test","version":"0.1","binding":"late"}\n'
GOOD = b'{"on":0,"asked":"get","member":"Ready","came":"yes"}\n'


def test_what_is_written_is_read_back() -> None:
    recording = decode(HEADER + GOOD)
    assert decode(encode(recording)) == recording


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (1, b""),
        (1, b"\xff\xfe"),
        (1, HEADER.replace(b"1,", b"2,", 1)),
        (1, HEADER.replace(b"self_test", b"C:\\\\Users\\\\maria")),
        (1, HEADER.replace(b"}", b',"account":"maria"}')),
        (2, HEADER + b"[" * 10_000),
        (2, HEADER + b'{"on":0,"asked":"get","member":"Ready","extra":1}'),
        (2, HEADER + b'{"on":-1,"asked":"get","member":"Ready"}'),
        (2, HEADER + b'{"on":0,"asked":"run","member":"Ready"}'),
        (2, HEADER + b'{"on":0,"asked":"get","member":"nama orang"}'),
        (2, HEADER + b'{"on":0,"asked":"get","member":"Name","came":"text=Maria"}'),
        (2, HEADER + b'{"on":0,"asked":"call","member":"Item","given":["text=Maria"]}'),
        (2, HEADER + b'{"on":0,"asked":"get","member":"Value","came":"text=A1"}'),
        (2, HEADER + b'{"on":0,"asked":"get","member":"Value","came":"number=5"}'),
        (2, HEADER + b'{"on":0,"asked":"get","member":"Value","came":"rows=1x1:Maria"}'),
        (2, HEADER + b'{"on":0,"asked":"get","member":"Ready","error":"0x8001 Maria"}'),
        (3, HEADER + GOOD + b"x"),
    ],
)
def test_what_no_recording_may_hold_is_refused_by_line(line: int, text: bytes) -> None:
    with pytest.raises(BadRecordingError) as caught:
        decode(text)
    assert caught.value.line == line


def test_an_endless_file_is_refused() -> None:
    with pytest.raises(BadRecordingError):
        decode(HEADER + b" " * (9 << 20))


# -- a difference is seen -------------------------------------------------------------------------------------


def changed(recording: Recording, called: str, /, **changes: object) -> Recording:
    """The recording of an Excel that answered otherwise at the first call of that member."""
    exchanges = list(recording.exchanges)
    place = next(index for index, each in enumerate(exchanges) if each.member == called)
    exchanges[place] = msgspec.structs.replace(exchanges[place], **changes)
    return Recording(recording.header, tuple(exchanges))


@pytest.mark.parametrize(
    ("member", "changes", "said"),
    [
        ("Ready", {"member": "CalculationState"}, "no such member"),
        ("Ready", {"came": "number=0"}, "there number=0, here yes"),
        ("Ready", {"came": "no"}, "there no, here yes"),
        ("ReadOnly", {"error": "-2147352567/-2146827284", "came": ""}, "there error -2147352567/-2146827284"),
        ("SaveCopyAs", {"asked": "get"}, "here a method"),
        ("Workbooks", {"came": "nothing"}, "there nothing, here object"),
    ],
)
def test_an_excel_that_answers_otherwise_is_noticed(
    desktop: Desktop, tmp_path: Path, member: str, changes: dict[str, object], said: str
) -> None:
    recording = changed(_sample(), member, **changes)
    found = differences(recording, open_office(desktop, tmp_path / "kantor"))
    assert len(found) == 1
    assert said in found[0]


def test_rows_of_another_size_are_noticed_where_the_address_says_the_size(
    desktop: Desktop, tmp_path: Path
) -> None:
    place = next(
        index
        for index, each in enumerate(_sample().exchanges)
        if each.member == "Value" and each.came.startswith("rows=")
    )
    exchanges = list(_sample().exchanges)
    exchanges[place] = msgspec.structs.replace(exchanges[place], came="rows=999x1:text")
    found = differences(
        Recording(_sample().header, tuple(exchanges)), open_office(desktop, tmp_path / "kantor")
    )
    assert [each.partition(":")[0] for each in found] == [str(place + 2)]


def test_that_excel_was_busy_for_a_moment_is_no_difference(desktop: Desktop, tmp_path: Path) -> None:
    busy = Exchange(1, "get", "Ready", error=str(RPC_E_CALL_REJECTED))
    sample = _sample()
    recording = Recording(sample.header, (*sample.exchanges[:3], busy, *sample.exchanges[3:]))
    assert differences(recording, open_office(desktop, tmp_path / "kantor")) == []


def _sample() -> Recording:
    return decode((RECORDINGS / "tiruan-receive_decision.jsonl").read_bytes())


def make_samples() -> None:
    """Record the fake Excel itself."""
    with tempfile.TemporaryDirectory() as temporary, running_desktop() as desktop:
        for button, recording in record(open_office(desktop, Path(temporary) / "kantor")).items():
            (RECORDINGS / f"tiruan-{button}.jsonl").write_bytes(encode(recording))


if __name__ == "__main__":
    make_samples()
