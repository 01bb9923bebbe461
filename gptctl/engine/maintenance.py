"""Mend the local memory: set it aside and find every object again by its marker."""

from gptctl.core.record import Record
from gptctl.engine.planning import make_plan
from gptctl.engine.request import Request
from gptctl.engine.session import Session


def rebuild(session: Session, *, wait: float) -> Record:
    """Make the record anew from what the providers hold; the old record and journal are kept aside.

    What an interrupted run left pending is found by its marker as well, if it was made at all.
    """
    with session.backend.lock(wait=wait):
        session.backend.set_aside()
        record = Record(entries=make_plan(session, Request()).confirmed)
        session.backend.write(record)
        return record
