"""The tab *Dikecualikan* as Office reads it (customUI), from the list of actions.

A control names in its tag what it asks for: an action, then answers, between bars (`record_event|event=putusan`). A
kind of thing is chosen in a menu, not asked afterwards; whatever needs more than a file goes over the form sheet
(`show_form|form=record_event|given=event=putusan`). `?file` has the workbook ask for files first. A tag that begins
with `!` changes the view alone (`vba/Tampilan.bas`).

What the ribbon shows of the office's state stands in cells (`tables/home_sheet.py`): the label of the next step, and
of each control of `RIBBON` why it has nothing to do now.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from xl_macros.actions.catalogue import BY_NAME
from xl_macros.tables.home_sheet import NEXT_STEP, RIBBON
from xl_macros.tables.schema import CHOICES

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
CALLBACK = "Ribbon.OnAction"
ENABLED, LABEL, SUPERTIP, LOADED = (
    f"Ribbon.{name}" for name in ("GetEnabled", "GetLabel", "GetSupertip", "OnLoad")
)


class Button(NamedTuple):
    """An action on the ribbon; label and screentip are the action's."""

    action: str
    key: str
    image: str
    more: str
    large: bool = False
    spec: str = ""
    """What it asks for, when that is more than the action."""

    items: tuple[Item, ...] = ()
    """Other ways to click it, in a menu beside it."""


class Item(NamedTuple):
    """A line of a menu: `spec` is what it asks for."""

    id: str
    label: str
    spec: str
    tip: str


class View(NamedTuple):
    """A button that changes the view alone."""

    id: str
    label: str
    key: str
    image: str
    spec: str
    tip: str
    more: str


class Menu(NamedTuple):
    """Kinds of one thing. `action` names it: label and screentip are that action's."""

    action: str
    label: str
    key: str
    image: str
    more: str
    items: tuple[Item, ...]
    large: bool = True
    tip: str = ""
    """Its screentip, when it holds several actions and `action` is no action's name."""


def _all_waiting(action: str, answers: str = "") -> tuple[Item, ...]:
    """The choice beside a button that acts on what is selected."""
    return (
        Item(
            f"{action}All",
            "Semua yang menunggu",
            f"{action}{answers}|target=semua",
            "Semua berkas yang menunggu langkah ini; disebut satu per satu sebelum dikerjakan.",
        ),
    )


class Group(NamedTuple):
    """A group of the tab: a step of the SOP, or what belongs together beside them."""

    id: str
    label: str
    controls: tuple[Button | Menu | View, ...]


def form(action: str, **given: str) -> str:
    """What a control asks for whose questions stand on the form sheet."""
    return "|".join(
        ["show_form", f"form={action}", *(f"given={key}={value}" for key, value in given.items())]
    )


def _kinds(action: str, field: str, choices: str, prefix: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            f"{prefix}{number}",
            f"{choice[0].upper()}{choice[1:]} ...",
            form(action, **{field: choice}),
            f"Isian untuk {choice} muncul di lembar Formulir.",
        )
        for number, choice in enumerate(CHOICES[choices][1], start=1)
    )


_ATTACH = (
    Item(
        "attach_scans",
        "Ke baris terpilih",
        "attach_scans|?file",
        "Jenisnya menurut lembar tempat Anda berdiri.",
    ),
    Item(
        "attachDecision", "Keputusan", "attach_scans|kind=keputusan|?file", "Pindaian keputusannya sendiri."
    ),
    Item(
        "attachTest",
        "Lembar uji konsekuensi",
        "attach_scans|kind=lembar uji konsekuensi|?file",
        "Lembar uji yang datang bersama keputusan.",
    ),
    Item("attachEntry", "Informasi", "attach_scans|kind=informasi|?file", "Dokumen yang dikecualikan."),
    Item(
        "attachDisposition",
        "Disposisi",
        "attach_scans|kind=disposisi|?file",
        "Disposisi Sekretaris yang sudah kembali.",
    ),
    Item("attachOther", "Lainnya", "attach_scans|kind=lainnya|?file", "Dokumen pendamping lain."),
    Item(
        "attachStack",
        "Tumpukan bersampul",
        "attach_scans|stack=ya",
        "Yang ada di Kotak Masuk Pemindai; setiap bagian ke informasinya. Daftarnya ditunjukkan dahulu.",
    ),
    Item(
        "attachStackFile",
        "Tumpukan bersampul dari berkas lain ...",
        "attach_scans|stack=ya|?file",
        "Satu tumpukan dengan lembar sampul yang Anda pilih sendiri.",
    ),
    Item(
        "attachSee",
        "Tidak ada dokumen tersendiri ...",
        form("attach_scans"),
        "Isi Lihat pindaian dengan nomor pindaian yang sudah memuat informasi terpilih.",
    ),
    Item(
        "attachPage",
        "Ganti atau sisipkan halaman ...",
        f"{form('attach_scans')}|?file",
        "Versi baru dari sebuah pindaian; yang lama tetap tersimpan.",
    ),
)

_TOOLS = (
    Item("find_text", "Cari ...", form("find_text"), "Cari kata di register dan di teks pindaian."),
    Item("list_due", "Jatuh tempo", "list_due", "Yang segera berakhir dan tugas yang masih terbuka."),
    Item(
        "dueCalendar",
        "Jatuh tempo sebagai kalender",
        "list_due|calendar=ya",
        "Berkas .ics untuk Outlook, di folder Laporan; tanpa judul informasi.",
    ),
    Item(
        "update_calendar",
        "Perbarui hari libur dan dasar hukum ...",
        f"{form('update_calendar')}|?file",
        "Dari berkas yang Anda terima; yang bergeser ditampilkan dahulu.",
    ),
    Item(
        "edit_templates",
        "Templat naskah",
        "edit_templates",
        "Kata-kata berita acara alih media dan daftarnya, di folder Templat; yang keliru disebut.",
    ),
    Item(
        "merge_copy",
        "Gabungkan salinan lain ...",
        form("merge_copy"),
        "Yang berbeda ditampilkan dahulu; yang bertentangan Anda putuskan sendiri.",
    ),
    Item(
        "upgrade_workbook",
        "Perbarui buku kerja lama ...",
        "upgrade_workbook|?file",
        "Pilih buku kerja versi lama di folder ini; isinya dibawa ke buku baru di sampingnya.",
    ),
    Item("restore_backup", "Daftar cadangan", "restore_backup", "Tanggal, tombol dan umur setiap cadangan."),
    Item(
        "restoreOne",
        "Pulihkan cadangan ...",
        form("restore_backup"),
        "Isi nomornya dari daftar; keadaan sekarang disimpan dahulu.",
    ),
    Item(
        "recordExcel",
        "Rekam untuk pemelihara",
        "self_test|record=rekaman-periksa.jsonl",
        "Merekam apa yang ditanyakan kepada Excel, di sini dan pada tombol berikutnya; tanpa isi register.",
    ),
)

_FILTERS = tuple(
    Item(f"filter{place}", label, f"!saring|{header}|{wanted}", tip)
    for place, (label, header, wanted, tip) in enumerate(
        (
            ("Harus diperbaiki", "Temuan", "=!*", "Yang kolom Temuannya diawali tanda seru."),
            ("Perlu diperjelas", "Status", "=*perlu diperjelas", "Yang jangka waktunya belum dapat dibaca."),
            ("Segera berakhir", "Status", "=*segera berakhir", "Yang berakhir dalam hari-hari mendatang."),
            ("Berakhir tahun ini", "Berakhir", "tahun ini", "Yang tanggal akhirnya dalam tahun ini."),
            ("Menunggu", "Status", "=*menunggu*", "Yang menunggu peristiwa, persetujuan atau putusan tetap."),
            ("Masih berlaku", "Status", "=*berlaku", "Yang masih dikecualikan dan punya tanggal akhir."),
            ("Belum dipindai", "Pindaian", "=", "Yang belum punya pindaian."),
            ("Semua informasi", "Status", "", "Saringan dilepas; semua baris tampak lagi."),
        ),
        start=1,
    )
)

_ON_ROWS = (
    Item("rowNext", "Langkah berikut", "next_step", "Langkah berikut dari berkas baris ini."),
    Item("rowAttach", "Lampirkan pindaian", "attach_scans|?file", "Pindaian ke baris terpilih."),
    Item("rowEvent", "Catat peristiwa ...", form("record_event"), "Peristiwa pada baris terpilih."),
    Item(
        "rowCorrect", "Koreksi ...", form("correct"), "Perbaiki baris terpilih, dengan alasan dan jejaknya."
    ),
    Item("rowCovers", "Lembar sampul", "print_covers", "Lembar sampul untuk berkas terpilih."),
    Item("rowColumns", "Kolom rinci", "!kolom", "Tampilkan atau lipat kolom yang jarang dipakai."),
    Item("rowGuide", "Panduan", "open_guide", "Bab tentang langkah berkas ini."),
)
"""What a right click on a row of a table offers."""

CONTEXT_MENUS = ("ContextMenuCell", "ContextMenuListRange")
"""Excel's menu of a cell, and that of a cell in a table."""

GROUPS = (
    Group(
        "groupMulai",
        "Mulai",
        (
            Button(
                "next_step",
                "A",
                "MacroPlay",
                "Klik dahulu satu baris di lembar Keputusan atau Register. Sebelum dikerjakan Anda ditanya.",
                large=True,
            ),
            Button("open_guide", "G", "Help", "Dibuka pada bab langkah berkas terpilih."),
            Menu(
                "filter",
                "Saring",
                "F",
                "Filter",
                "Register ditampilkan, dan di sana hanya baris yang dipilih; tidak ada yang diubah.",
                _FILTERS,
                large=False,
                tip="Tampilkan di Register hanya yang Anda cari.",
            ),
            View(
                "columns",
                "Kolom Rinci",
                "Q",
                "OutlineShowDetail",
                "!kolom",
                "Tampilkan atau lipat kolom yang jarang dipakai.",
                "Berlaku untuk lembar yang sedang dibuka; juga di lembar yang terkunci.",
            ),
        ),
    ),
    Group(
        "groupLangkah1",
        "1 Penerimaan",
        (
            Button(
                "receive_decision",
                "T",
                "XmlImport",
                "Pilih dahulu satu baris di lembar Keputusan. Lembar disposisi dibuat sekaligus.",
                large=True,
            ),
            Button(
                "import_list",
                "I",
                "FileOpen",
                "Yang akan ditulis ditampilkan dahulu; yang sudah ada tidak digandakan. "
                "Sesudah itu klik Terima Keputusan.",
                spec=f"{form('import_list')}|?file",
            ),
        ),
    ),
    Group(
        "groupLangkah2",
        "2 Pemindaian",
        (
            Menu(
                "attach_scans",
                "Lampirkan",
                "L",
                "GetExternalDataFromText",
                "Pilih dahulu satu baris di lembar Register atau Keputusan. Berkas asal disalin, tidak dipindahkan.",
                _ATTACH,
            ),
            Button(
                "print_covers",
                "V",
                "FilePrint",
                "Untuk yang belum dipindai dari berkas terpilih: keputusan, lembar uji, setiap informasi. Letakkan di "
                "atas kertasnya, pindai semuanya sekaligus, lalu Lampirkan > Tumpukan bersampul.",
                items=(
                    Item(
                        "coversAll",
                        "Juga yang sudah dipindai",
                        "print_covers|everything=ya",
                        "Semua lembarnya.",
                    ),
                ),
            ),
        ),
    ),
    Group(
        "groupLangkah3",
        "3 Rekapitulasi",
        (
            Button(
                "compute_expiry",
                "H",
                "CalculateNow",
                "Perubahannya ditampilkan dahulu di lembar Pratinjau; Anda yang memutuskan apakah ditulis.",
            ),
            Button(
                "build_recap",
                "R",
                "PivotTableReport",
                "Catatan yang Anda tulis di kolom Catatan pada lembar Rekapitulasi tetap disimpan.",
                large=True,
                items=_all_waiting("build_recap"),
            ),
        ),
    ),
    Group(
        "groupLangkah4",
        "4 Pemeriksaan",
        (
            Menu(
                "check_recap",
                "Periksa",
                "P",
                "DataValidation",
                "Pembuat rekapitulasi tidak dapat memeriksanya sendiri.",
                (
                    Item(
                        "check_recap",
                        "Setujui",
                        "check_recap|verdict=setuju",
                        "Rekapitulasi berkas terpilih disetujui.",
                    ),
                    *_all_waiting("check_recap", "|verdict=setuju"),
                    Item(
                        "checkReturn",
                        "Kembalikan dengan arahan ...",
                        form("check_recap", verdict="kembalikan"),
                        "Tulis arahannya di lembar Formulir.",
                    ),
                ),
            ),
        ),
    ),
    Group(
        "groupLangkah5",
        "5 Penyimpanan",
        (
            Button(
                "store_documents",
                "S",
                "FileSaveAs",
                "Yang sudah tersimpan tidak pernah ditimpa; perubahan menjadi versi baru.",
                large=True,
                items=_all_waiting("store_documents"),
            ),
        ),
    ),
    Group(
        "groupLangkah6",
        "6 Pelaporan",
        (
            Button(
                "export_disposition",
                "E",
                "FilePrint",
                "Laporan disimpan di folder Laporan. Isi dokumen yang dikecualikan tidak ikut.",
                large=True,
                items=_all_waiting("export_disposition"),
            ),
            Button(
                "email_report",
                "M",
                "FileSendAsAttachment",
                "Dokumen yang dikecualikan tidak pernah dilampirkan.",
            ),
            Button(
                "export_public_list",
                "D",
                "XmlExport",
                "Hanya judul, dasar hukum dan jangka waktu; tidak pernah isinya.",
            ),
            Button(
                "copy_list",
                "J",
                "XmlImport",
                "Tulis dahulu keputusan barunya di lembar Keputusan, lalu pilih baris keputusan yang lama.",
                spec=form("copy_list"),
            ),
            Menu(
                "draft_paper",
                "Buat Naskah",
                "W",
                "PivotTableReport",
                "Naskah dapat diubah dengan Word; dokumen yang dikecualikan tidak pernah ikut.",
                _kinds("draft_paper", "kind", "naskah", "draftPaper"),
                large=False,
            ),
        ),
    ),
    Group(
        "groupPeristiwa",
        "Peristiwa dan Keutuhan",
        (
            Menu(
                "record_event",
                "Catat Peristiwa",
                "C",
                "RefreshAll",
                "Pilih dahulu baris informasinya di lembar Register, atau keputusannya bila keputusan itu dicabut "
                "atau diubah.",
                _kinds("record_event", "event", "peristiwa", "recordEvent"),
            ),
            Menu(
                "correct",
                "Koreksi",
                "N",
                "MacroPlay",
                "Pilih dahulu baris yang keliru. Yang lama tetap tercatat; yang sudah disetujui dikoreksi oleh PDID.",
                _kinds("correct", "kind", "koreksi", "correct"),
            ),
            Button(
                "verify_archive",
                "U",
                "SheetProtect",
                "Yang hilang, berubah atau asing disebut satu per satu; tidak ada yang diperbaiki tanpa Anda.",
            ),
        ),
    ),
    Group(
        "groupIsian",
        "Formulir",
        (
            Button(
                "submit_form",
                "K",
                "MacroPlay",
                "Semua isian diperiksa bersama; yang keliru ditandai di sebelahnya.",
                large=True,
            ),
            Button("clear_form", "B", "ClearContents", "Lembar Formulir dikosongkan."),
        ),
    ),
    Group(
        "groupBantuan",
        "Bantuan",
        (
            Button(
                "undo_last",
                "Z",
                "Undo",
                "Isi lembar kembali seperti sebelumnya; berkas yang dibuatnya disisihkan, tidak dihapus.",
            ),
            Menu(
                "tools",
                "Alat",
                "X",
                "MacroPlay",
                "Yang tidak termasuk salah satu langkah.",
                _TOOLS,
                large=False,
                tip="Cari, jatuh tempo, kalender, templat dan cadangan.",
            ),
            Button(
                "self_test",
                "O",
                "ErrorChecking",
                "Jalankan ini lebih dahulu bila sebuah tombol tidak bekerja.",
            ),
        ),
    ),
)


def ribbon_xml(*, with_context_menus: bool = True) -> bytes:
    """The customUI part; the older kind of it knows no context menus."""
    root = ET.Element("customUI", xmlns=NAMESPACE, onLoad=LOADED)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(
        tabs, "tab", id="tabDikecualikan", label="Dikecualikan", keytip="K", insertAfterMso="TabHome"
    )
    for group in GROUPS:
        element = ET.SubElement(tab, "group", id=group.id, label=group.label)
        for control in group.controls:
            if isinstance(control, Menu):
                _add_menu(element, control)
            elif isinstance(control, View):
                _add_view(element, control)
            else:
                _add_button(element, control)
    if with_context_menus:
        _add_context_menus(root)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _add_button(parent: ET.Element, button: Button) -> None:
    """The button; with other ways to click it a split button, whose face is the button."""
    action = BY_NAME[button.action]
    size = {"size": "large" if button.large else "normal"}
    state = {"getEnabled": ENABLED} if action.name in RIBBON else {}
    if button.items:
        parent = ET.SubElement(parent, "splitButton", id=f"split_{action.name}", **size, **state)
        size = {}
    label = {"getLabel": LABEL} if action.name == NEXT_STEP else {"label": action.label}
    ET.SubElement(
        parent,
        "button",
        id=action.name,
        **label,
        **size,
        **state,
        imageMso=button.image,
        keytip=button.key,
        onAction=CALLBACK,
        tag=button.spec or action.name,
        screentip=action.tip,
        **_supertip(action.name, button.more),
    )
    if button.items:
        _add_items(ET.SubElement(parent, "menu", id=f"more_{action.name}"), button.items)


def _supertip(name: str, usual: str) -> dict[str, str]:
    """Why it is grey stands in the tip, where a control can be that; else its usual tip."""
    return {"getSupertip": SUPERTIP} if name in RIBBON else {"supertip": usual}


def _add_view(parent: ET.Element, view: View) -> None:
    ET.SubElement(
        parent,
        "button",
        id=view.id,
        label=view.label,
        size="normal",
        imageMso=view.image,
        keytip=view.key,
        onAction=CALLBACK,
        tag=view.spec,
        screentip=view.tip,
        supertip=view.more,
    )


def _add_context_menus(root: ET.Element) -> None:
    menus = ET.SubElement(root, "contextMenus")
    for place, excels in enumerate(CONTEXT_MENUS, start=1):
        of_excel = ET.SubElement(menus, "contextMenu", idMso=excels)
        own = ET.SubElement(
            of_excel,
            "menu",
            id=f"rows{place}",
            label="Dikecualikan",
            imageMso="MacroPlay",
            insertBeforeMso="Cut",
        )
        _add_items(own, tuple(item._replace(id=f"{item.id}{place}") for item in _ON_ROWS))


def _add_menu(parent: ET.Element, menu: Menu) -> None:
    state = {"getEnabled": ENABLED} if menu.action in RIBBON else {}
    element = ET.SubElement(
        parent,
        "menu",
        id=f"menu_{menu.action}",
        label=menu.label,
        size="large" if menu.large else "normal",
        **state,
        imageMso=menu.image,
        keytip=menu.key,
        screentip=menu.tip or BY_NAME[menu.action].tip,
        **_supertip(menu.action, menu.more),
    )
    _add_items(element, menu.items)


def _add_items(element: ET.Element, items: tuple[Item, ...]) -> None:
    for item in items:
        ET.SubElement(
            element,
            "button",
            id=item.id,
            label=item.label,
            onAction=CALLBACK,
            tag=item.spec,
            screentip=item.tip,
        )


def specs() -> Iterator[str]:
    """What every control asks for."""
    for group in GROUPS:
        for control in group.controls:
            if isinstance(control, Button):
                yield control.spec or control.action
            if isinstance(control, View):
                yield control.spec
            else:
                yield from (item.spec for item in control.items)
    for _ in CONTEXT_MENUS:
        yield from (item.spec for item in _ON_ROWS)


def usual_tips() -> dict[str, str]:
    """What the tip of each control that may be grey says otherwise."""
    controls = [control for group in GROUPS for control in group.controls if not isinstance(control, View)]
    return {control.action: control.more for control in controls if control.action in RIBBON}
