"""An authority and a certificate of loopback's, for servers of a test that speak TLS as they do when deployed."""

import datetime
import ipaddress
import os
import pwd
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ADDRESS = "127.0.0.1"


def own(path: Path, user: str | None) -> None:
    """Gives a file or folder to whom the servers run as, and to nobody else."""
    path.chmod(0o700 if path.is_dir() else 0o600)
    if user:
        os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)


def make(folder: Path, user: str | None) -> None:
    """An authority (ca.crt) and a certificate of loopback's that it signed (db.crt, db.key)."""
    folder.mkdir()
    today = datetime.datetime.now(datetime.UTC)
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of these tests")])
    signer, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ADDRESS)])

    def signed(subject: x509.Name, public: ec.EllipticCurvePublicKey, extension: x509.ExtensionType) -> bytes:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(authority).public_key(public)
        builder = builder.serial_number(x509.random_serial_number()).add_extension(extension, critical=True)
        builder = builder.not_valid_before(today - datetime.timedelta(days=1))
        builder = builder.not_valid_after(today + datetime.timedelta(days=2))
        return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ADDRESS))])
    (folder / "ca.crt").write_bytes(
        signed(authority, signer.public_key(), x509.BasicConstraints(ca=True, path_length=0))
    )
    (folder / "db.crt").write_bytes(signed(named, key.public_key(), here))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "db.key").write_bytes(secret)
    own(folder / "db.key", user)
    folder.chmod(0o755)
