# ruff: noqa: E401, E501, E701, E702, E731, I001, S314, T201
# fmt: off
"""Checks an office's archive without Kecuali: `python periksa_arsip.py FOLDER_KANTOR`. Needs nothing but Python 3.11.
Written after docs/rantai-hash.md alone: chains of the four lists, bags, seals, reports and their witnesses.
Dense on purpose: at most a hundred lines, so that it can be read, typed over and trusted by itself.
"""
import hashlib, json, re, sys, unicodedata, zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
# sheet: "header=field"; @ marks a date, % a date with time; what is not named here is not chained
LISTS = {
    "LogLangkah": "No=number|Kode Berkas=berkas|Langkah=step|Uraian=step_name|Pelaksana=role|Petugas=officer|Mulai=%started_at|Selesai=%finished_at|Jam Kerja Terpakai=hours_used|Standar (jam)=standard_hours|Ketepatan=timeliness|Output=output|Arahan=direction|Akun=account|Segel=seal|SHA-256 Bukti=evidence_hash",
    "Pindaian": "Nomor Pindaian=scan_id|Kode Berkas=berkas|Kode=code|Jenis=kind|Berkas Digital=file|Halaman=pages|Ukuran (bita)=size_bytes|SHA-256=sha256|Nama Asal=source_name|SHA-256 Asal=source_sha256|Dilampirkan=%taken_at|Petugas=officer|Menggantikan=replaces|Keterangan=note|Tanda Tangan Elektronik=signature|Juga Memuat=covers",
    "Peristiwa": "No=number|Dicatat=%recorded_at|Petugas=officer|Kode=target|Peristiwa=kind|Tanggal Peristiwa=@happened_on|Bukti=evidence|Catatan=note|Sebelum=before|Sesudah=after|Hasil=outcome|Bagian=part|Oleh=by_whom|Berkekuatan Hukum Tetap=@final_on|Sampai=@until_on|Terkait=related|Akun=account",
    "Koreksi": "No=number|Dicatat=%recorded_at|Petugas=officer|Akun=account|Disetujui Oleh=approved_by|Koreksi=kind|Kode=target|Kolom=column|Semula=before|Menjadi=after|Alasan=reason|Bukti=evidence",
}
SEALED = {
    "keputusan": "berkas number decided_on date_text about standing standing_act standing_on test_number test_on test_conclusion parent_decision decided_by list_year state",
    "informasi": "code berkas decision_number information unit legal_basis harm_if_open benefit_if_closed extent exempt_part period_text anchor_on anchor_evidence responsible summary part_grounds test_conclusion amended_period amended_by amended_on predecessor successor state status end_on period_class",
    "peristiwa": "number target kind happened_on evidence outcome part by_whom final_on until_on related",
    "koreksi": "number kind target column before after",
}
DATED = {"berlaku", "segera berakhir", "berakhir"}
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
sha = lambda data: hashlib.sha256(data).hexdigest()
def form(value):
    if isinstance(value, str): return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, datetime): return (value + timedelta(microseconds=500_000 * bool(value.microsecond))).replace(microsecond=0).isoformat()
    if isinstance(value, date): return value.isoformat()
    if isinstance(value, dict): return form(next(map(datetime.fromisoformat if "$datetime" in value else date.fromisoformat, value.values())))
    return re.sub(r"^-0$", "0", f"{value:.6f}".rstrip("0").rstrip("."))
def canonical(row): return json.dumps({k: form(v) for k, v in row.items() if v not in (None, "")}, sort_keys=True, separators=(",", ":"))
def cell(cell, kind, shared):
    text = "".join(t.text or "" for t in cell.iter(NS + "t")) if cell.get("t") == "inlineStr" else cell.findtext(NS + "v") or ""
    if cell.get("t") == "s": return shared[int(text)].strip() or None
    if cell.get("t") in ("str", "inlineStr") or not text: return text.strip() or None
    at = datetime(1899, 12, 30) + timedelta(seconds=round(float(text) * 86400)) if kind in "@%" else None
    return float(text) if at is None else at.date() if kind == "@" else at
def rows(book, sheet):
    names = {s.get("name"): s.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(NS + "sheet")}
    parts = {r.get("Id"): r.get("Target") for r in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    shared = ["".join(t.text or "" for t in s.iter(NS + "t")) for s in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))] if "xl/sharedStrings.xml" in book.namelist() else []
    grid = {}
    for c in ElementTree.fromstring(book.read("xl/" + parts[names[sheet]].removeprefix("/xl/"))).iter(NS + "c"):
        column, line = re.fullmatch(r"([A-Z]+)(\d+)", c.get("r")).groups()
        grid.setdefault(int(line), {})[column] = c
    heads = {column: cell(c, "", shared) for column, c in grid[4].items()}
    fields = {h: (f.lstrip("@%"), f[0]) for h, f in (pair.split("=") for pair in (LISTS[sheet] + "|Rantai Hash=chain_hash").split("|"))}
    for line in sorted(n for n in grid if n > 4):
        row = {fields[heads[k]][0]: cell(c, fields[heads[k]][1], shared) for k, c in grid[line].items() if heads.get(k) in fields}
        if any(value is not None for value in row.values()): yield line, row
def chain(found, sheet):
    head, hashes = "0" * 64, []
    for line, row in found:
        stored = str(row.pop("chain_hash", "") or "").strip().lower()
        if sha(f"{head}\n{canonical(row)}".encode()) != stored: print(f"{sheet} baris {line}: tidak menyambung."); break
        head, _ = stored, hashes.append(stored)
    else: return hashes
    return None
def bag(folder, log):
    try: return read_bag(folder, log)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error: return [f"tidak terbaca ({error})"]
def read_bag(folder, log):
    bad, names = [], {"tagmanifest-sha256.txt"}
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (folder / manifest).read_text("utf-8").splitlines():
            digest, name = line.split(maxsplit=1)
            name = re.sub("%(0A|0D|25)", lambda code: chr(int(code[1], 16)), name)
            names.add(name)
            if not (folder / name).is_file() or sha((folder / name).read_bytes()) != digest: bad.append(f"{name} berubah atau hilang")
    bad += [f"{p.name} asing" for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in names]
    mine = [row for _, row in log if row.get("evidence_hash") == sha((folder / "tagmanifest-sha256.txt").read_bytes())]
    if not mine: return [*bad, "tidak tercatat di LogLangkah"]
    stored = json.loads((folder / "data/register.json").read_text("utf-8"))
    gone = {row["code"] for row in stored["rows"] if row.get("state") == "ditarik"}
    entries = [dict(row, status="bertanggal" if row["status"][2:] in DATED else row["status"][2:]) for row in stored["rows"] if row["code"] not in gone]
    parts = {"keputusan": [stored["decision"]], "informasi": entries, "peristiwa": stored["events"], "koreksi": stored["corrections"]}
    lines = ["kecuali-segel 1"]
    for kind, fields in SEALED.items():
        lines += sorted(f"{kind} {canonical({f: row.get(f) for f in fields.split()})}" for row in parts[kind] if row.get("target") not in gone or "target" not in row)
    return bad if mine[0].get("seal") == sha("\n".join(lines).encode()) else [*bad, "segelnya bukan yang tercatat di LogLangkah"]
def main(office):
    book, bad = zipfile.ZipFile(next(p for p in office.glob("*.xlsm") if not p.name.startswith("~$"))), []
    lists = {sheet: list(rows(book, sheet)) for sheet in LISTS}
    hashes = {sheet: chain([(n, dict(row)) for n, row in found], sheet) for sheet, found in lists.items()}
    bad += [f"{sheet}: rantai putus" for sheet, found in hashes.items() if found is None]
    for folder in sorted((office / "Folder Khusus").glob("[0-9]*/*")):
        bad += [f"{folder.name}: {what}" for what in bag(folder, lists["LogLangkah"])]
    reports = {str(row["output"]): row.get("evidence_hash") for _, row in lists["LogLangkah"] if row.get("step") == 6}
    files = {sha(path.read_bytes()): path.name for path in (office / "Laporan").glob("*.pdf")}
    bad += [f"{output}: PDF-nya tidak ada atau berubah" for output, digest in reports.items() if digest not in files]
    for path in (office / "Laporan").glob("*.saksi.json"):
        try: seen = json.loads(path.read_text("utf-8")); seen["log_head"]; found = hashes["LogLangkah"] or []
        except (ValueError, KeyError): bad.append(f"{path.name}: tidak terbaca"); continue
        if len(found) < seen["log_rows"] or found[seen["log_rows"] - 1] != seen["log_head"]: bad.append(f"{path.name}: LogLangkah bukan yang disaksikan")
    print("\n".join(bad) if bad else f"Semua utuh. Hash kepala LogLangkah: {(hashes['LogLangkah'] or ['-'])[-1]}")
    return 1 if bad else 0
if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
