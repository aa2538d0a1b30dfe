"""A CMS signature taken apart (asn1crypto) and held against its digest and its own certificate's key (cryptography)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any


def digest_of_name(name: str) -> Any:
    try:
        return hashlib.new(name, usedforsecurity=False)
    except ValueError:
        return None


class CmsSignature:
    """A CMS signature, or a time stamp in its form. Raises ValueError or its like when it is neither."""

    def __init__(self, packed: bytes) -> None:
        from asn1crypto import cms  # type: ignore[import-untyped]

        content = cms.ContentInfo.load(packed)
        if content["content_type"].native != "signed_data":
            raise ValueError("no signed data")
        self._data = content["content"]
        self._info = self._data["signer_infos"][0]
        self._attributes = {one["type"].native: one["values"] for one in self._info["signed_attrs"] or ()}
        self._certificate = self._own_certificate()
        self.signer = self._name()
        self._stamp = self._time_stamp()
        self.algorithm = self._digest_name()
        at = self._attributes.get("signing_time")
        self.signed_at: datetime | None = at[0].native if at else None
        if self._stamp is not None:
            self.signed_at = self._stamp["gen_time"].native

    def _digest_name(self) -> str:
        if self._stamp is None and self._data["encap_content_info"]["content"].native is not None:
            return "sha1"
        holder = self._info if self._stamp is None else self._stamp["message_imprint"]
        key = "digest_algorithm" if self._stamp is None else "hash_algorithm"
        return str(holder[key]["algorithm"].native)

    def _own_certificate(self) -> Any:
        who = self._info["sid"]
        for choice in self._data["certificates"] or ():
            one = choice.chosen
            if not hasattr(one, "serial_number"):
                continue
            if who.name == "issuer_and_serial_number":
                if (
                    one.serial_number == who.chosen["serial_number"].native
                    and one.issuer == who.chosen["issuer"]
                ):
                    return one
            elif one.key_identifier == who.chosen.native:
                return one
        return None

    def _name(self) -> str:
        if self._certificate is None:
            return ""
        subject = self._certificate.subject.native
        return str(subject.get("common_name") or self._certificate.subject.human_friendly)

    def _time_stamp(self) -> Any:
        from asn1crypto import tsp

        inside = self._data["encap_content_info"]
        if inside["content_type"].native != "tst_info":
            return None
        return tsp.TSTInfo.load(inside["content"].contents)

    def fits(self, digest: bytes) -> bool | None:
        """Whether `digest` is the signed one and the certificate's key made the signature; None if not known."""
        inside = self._data["encap_content_info"]["content"]
        if self._stamp is not None:
            if self._stamp["message_imprint"]["hashed_message"].native != digest:
                return False
        elif inside.native is None:
            return self._verified(digest)
        elif inside.native != digest:  # an old form (adbe.pkcs7.sha1) that signs the digest's digest
            return False
        signer = digest_of_name(self._info["digest_algorithm"]["algorithm"].native)
        if signer is None:
            return None
        signer.update(inside.contents)
        return self._verified(signer.digest())

    def _verified(self, digest: bytes) -> bool | None:
        stated = self._attributes.get("message_digest")
        if stated is None:
            return None  # signed without attributes: an old form
        if stated[0].native != digest:
            return False
        if self._certificate is None:
            return None
        message = self._info["signed_attrs"].untag().dump()
        return _key_fits(self._certificate.public_key.dump(), self._info, message)


def _key_fits(public_key: bytes, info: Any, message: bytes) -> bool | None:
    """Whether the key made this signature over `message`; None for a scheme that is not known here."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    old = hashes.SHA1()  # noqa: S303  what older files are signed with; we only read
    known = {"sha1": old, "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    digest = known.get(info["digest_algorithm"]["algorithm"].native)
    signature, scheme = info["signature"].native, info["signature_algorithm"].signature_algo
    try:
        key = serialization.load_der_public_key(public_key)
        if digest is None:
            return None
        if isinstance(key, rsa.RSAPublicKey) and scheme == "rsassa_pkcs1v15":
            key.verify(signature, message, padding.PKCS1v15(), digest)
        elif isinstance(key, rsa.RSAPublicKey) and scheme == "rsassa_pss":
            key.verify(signature, message, padding.PSS(padding.MGF1(digest), padding.PSS.AUTO), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and scheme == "ecdsa":
            key.verify(signature, message, ec.ECDSA(digest))
        else:
            return None
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError, TypeError):
        return None
    return True
