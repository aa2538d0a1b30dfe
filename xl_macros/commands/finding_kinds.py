"""Findings as kinds: what a recap of many offices says of them, since their messages quote the offices' cells."""

from __future__ import annotations

KINDS = {
    "anchor_unused": "tanggal mulai diisi tetapi tidak dipakai",
    "anchor_without_evidence": "tanggal mulai tanpa bukti",
    "article_missing": "pasal tidak disebut",
    "beyond_30_years": "jangka waktu lebih dari 30 tahun",
    "consent_of_several": "persetujuan beberapa pihak diperlukan",
    "decision_amended": "keputusan diubah",
    "end_day_assumed": "hari berakhir diandaikan",
    "event_before_start": "peristiwa sebelum tanggal mulai",
    "event_without_effect": "peristiwa tanpa akibat",
    "event_without_evidence": "peristiwa tanpa bukti",
    "events_missing": "peristiwa belum dicatat",
    "item_unknown": "angka pasal tidak dikenal",
    "law_not_named": "undang-undang tidak disebut",
    "law_not_yet_in_force": "dasar hukum belum berlaku",
    "law_perhaps_superseded": "dasar hukum mungkin sudah diganti",
    "law_superseded": "dasar hukum sudah diganti",
    "law_unknown": "dasar hukum tidak dikenal",
    "legal_basis_missing": "dasar hukum kosong",
    "legal_basis_unreadable": "dasar hukum tidak terbaca",
    "letter_missing": "huruf pasal tidak disebut",
    "letter_unknown": "huruf pasal tidak dikenal",
    "not_permanent": "pengecualian ini tidak boleh permanen",
    "period_blank": "jangka waktu kosong",
    "period_contradiction": "jangka waktu bertentangan",
    "period_ends_before_start": "jangka waktu berakhir sebelum mulai",
    "period_only_purpose": "jangka waktu hanya menyebut tujuan",
    "period_too_long": "jangka waktu terlalu panjang",
    "period_two_ends": "jangka waktu dengan dua akhir",
    "period_unclear": "jangka waktu tidak jelas",
    "reclassified": "klasifikasi diubah",
    "revoked_without_act": "dicabut tanpa menyebut pencabutnya",
    "revoked_without_date": "dicabut tanpa tanggal",
    "several_clauses": "beberapa jangka waktu dalam satu sel",
    "start_unknown": "tanggal mulai tidak diketahui",
}


def kind_of_finding(code: str) -> str:
    """The kind in words, the code itself for one that has none here: codes are the program's, never an office's."""
    return KINDS.get(code, code.replace("_", " "))
