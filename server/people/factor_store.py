"""SQL of second factors: a person's own, the one that is offered, and the codes that stand in for it."""

import uuid
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server.people.models import FactorOffer, RecoveryCode, SecondFactor


def factor(session: Session, person_id: uuid.UUID) -> SecondFactor | None:
    return session.get(SecondFactor, person_id, populate_existing=True)


def holders(session: Session, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who have one."""
    return set(session.scalars(select(SecondFactor.person_id).where(SecondFactor.person_id.in_(people))))


def offer(session: Session, person_id: uuid.UUID) -> FactorOffer | None:
    return session.get(FactorOffer, person_id, populate_existing=True)


def forget_offer(session: Session, person_id: uuid.UUID) -> None:
    session.execute(delete(FactorOffer).where(FactorOffer.person_id == person_id))


def forget_offers(session: Session, key: int) -> None:
    """Deletes what is offered under a key."""
    session.execute(delete(FactorOffer).where(FactorOffer.key == key))


def forget(session: Session, person_id: uuid.UUID) -> None:
    """Deletes everything of a person's second factor."""
    for model in (RecoveryCode, FactorOffer, SecondFactor):
        session.execute(delete(model).where(model.person_id == person_id))


def replace_codes(session: Session, person_id: uuid.UUID, hashes: Iterable[bytes]) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=one) for one in hashes)


def spend(session: Session, person_id: uuid.UUID, code_hash: bytes, now: int) -> bool:
    """Uses up a recovery code; False when there is none such, or it was used before."""
    there = (RecoveryCode.person_id == person_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
    query = update(RecoveryCode).where(*there).values(used_at=now).returning(RecoveryCode.code_hash)
    return session.scalars(query.execution_options(synchronize_session=False)).one_or_none() is not None


def codes_left(session: Session, person_id: uuid.UUID) -> int:
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def sealed_by(session: Session, key: int) -> Sequence[SecondFactor]:
    """Second factors whose secret is encrypted by a key."""
    return session.scalars(select(SecondFactor).where(SecondFactor.key == key)).all()
