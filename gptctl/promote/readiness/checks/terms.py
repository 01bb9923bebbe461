from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.evidence import Evidence


def check(evidence: Evidence) -> Check:
    """What the makers of the models say about training on their answers. No legal advice: it tells what to read."""
    limit, examples = evidence.restriction, sum(evidence.kept.by_maker.values())
    share = limit.examples / examples if examples else None
    says = "; ".join(map(str, limit.terms))
    unknown = f"; of {limit.unknown} no terms are known" if limit.unknown else ""
    return Check(
        name="terms",
        number=share,
        unit=Unit.SHARE,
        threshold="none of the examples is the answer of a model whose maker forbids it",
        verdict=_verdict(evidence, share),
        found=(f"{percent(share or 0.0)} of the examples: {says}" if says else "nothing known forbids it") + unknown,
        advice=_advice(evidence) if limit.examples else "",
    )


def _verdict(evidence: Evidence, share: float | None) -> Verdict:
    if share is None or evidence.restriction.unknown == sum(evidence.kept.by_maker.values()):
        return Verdict.UNKNOWN
    if not share:
        return Verdict.OK
    return Verdict.NO if evidence.base.trainer else Verdict.WARN


def _advice(evidence: Evidence) -> str:
    allowed = sorted({trainer for terms in evidence.restriction.terms for trainer in terms.at})
    where = f"Tune at {' or '.join(allowed)}, or leave" if allowed else "Leave"
    return f"{where} these out with `deny_providers`, once you have read the terms"
