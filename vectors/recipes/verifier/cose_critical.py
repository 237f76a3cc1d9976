"""Labels that must be understood: crit (RFC 9052, section 3.1)."""

from gdhcn_conformance.credentials.cbor_writer import Indefinite
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid

ALG, KID = 1, 4
UNKNOWN = 99  # in the range for standards, and given to nothing so far
PRIVATE = -70_001  # for private use (RFC 9052, section 3.1)
UNDERSTOOD_BY_NOBODY = ["critical-header-unknown"]
MALFORMED = ["critical-header-unknown", "cose-malformed"]


@valid(requirement="HCERT-ALG-003", version="1.3.0")
def nothing_critical(draft: Draft) -> Draft:
    """A vaccination certificate whose protected header has no list of critical labels."""
    return draft


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def unknown_label_critical(draft: Draft) -> Draft:
    """Label 99 is present, means nothing to anybody, and is marked critical.

    Several COSE libraries read the list and leave it to their caller, who never asks.
    """
    return draft.protected({UNKNOWN: 1}, crit=[UNKNOWN])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def unknown_label_critical_behind_known_ones(draft: Draft) -> Draft:
    """The critical list starts with algorithm and key identifier, both understood, and ends with the unknown label
    99.

    Each entry has to be looked at, not the first.
    """
    return draft.protected({UNKNOWN: 1}, crit=[ALG, KID, UNKNOWN])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def unknown_label_critical_before_known_ones(draft: Draft) -> Draft:
    """An unknown critical label is followed by one that every verifier understands.

    Whoever keeps the result of the last entry only lets it pass.
    """
    return draft.protected({UNKNOWN: 1}, crit=[UNKNOWN, ALG])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def text_label_critical(draft: Draft) -> Draft:
    """A critical label may be a text: here it is "revocation-required", which the header also has as a member."""
    return draft.protected({"revocation-required": True}, crit=["revocation-required"])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def private_label_critical(draft: Draft) -> Draft:
    """The critical label is a negative number from the range for private use.

    A list that is read as unsigned numbers does not hold it.
    """
    return draft.protected({PRIVATE: b"\x00"}, crit=[PRIVATE])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=MALFORMED)
def critical_label_absent(draft: Draft) -> Draft:
    """The list names label 99, and no header has such a member.

    RFC 9052 calls that a fatal error. Looking only at the members that are there finds nothing to object to.
    """
    return draft.protected(crit=[UNKNOWN])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=MALFORMED)
def critical_label_unprotected(draft: Draft) -> Draft:
    """The list is protected, the unknown label that it names stands in the unprotected header."""
    return draft.protected(crit=[UNKNOWN]).unprotected({UNKNOWN: 1})


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=MALFORMED)
def critical_label_without_a_list(draft: Draft) -> Draft:
    """Label 2 holds the number 99 itself where an array with that number belongs."""
    return draft.protected({UNKNOWN: 1}, crit=UNKNOWN)


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=MALFORMED)
def critical_labels_as_a_map(draft: Draft) -> Draft:
    """A map from 99 to true takes the place of the list; as a set of labels it would read the same."""
    return draft.protected({UNKNOWN: 1}, crit={UNKNOWN: True})


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=MALFORMED)
def critical_labels_in_a_nested_list(draft: Draft) -> Draft:
    """The unknown label stands one array deeper than it should: a list in the list."""
    return draft.protected({UNKNOWN: 1}, crit=[[UNKNOWN]])


@negative(of=nothing_critical, requirement="HCERT-COSE-017a", reasons=MALFORMED)
def critical_label_as_a_byte_string(draft: Draft) -> Draft:
    """The critical list holds the byte 63 as a byte string; that is the number 99, but neither a number nor a text."""
    return draft.protected({UNKNOWN: 1}, crit=[bytes([UNKNOWN])])


@negative(of=nothing_critical, requirement="HCERT-COSE-017b", reasons=MALFORMED)
def critical_list_empty(draft: Draft) -> Draft:
    """The protected header has a critical list without an entry, which RFC 9052 does not allow to be written."""
    return draft.protected(crit=[])


@negative(of=nothing_critical, requirement="HCERT-COSE-017b", reasons=MALFORMED)
def critical_list_null(draft: Draft) -> Draft:
    """Label 2 is there with the value null, a list of nothing."""
    return draft.protected(crit=None)


@negative(of=nothing_critical, requirement="HCERT-COSE-017b", reasons=MALFORMED)
def critical_list_unprotected(draft: Draft) -> Draft:
    """List and unknown label both stand in the unprotected header, where anybody could have removed them.

    Verifiers that search the protected header alone never see that something was to be understood.
    """
    return draft.unprotected({UNKNOWN: 1}, crit=[UNKNOWN])


@negative(of=nothing_critical, requirement="HCERT-COSE-017b", reasons=MALFORMED)
def critical_list_unprotected_and_harmless(draft: Draft) -> Draft:
    """The unprotected header marks the algorithm critical; every verifier understands that, but the place is wrong."""
    return draft.unprotected(crit=[ALG])


UNDERSTOOD = {"requirement": "HCERT-COSE-017c", "policy": "critical-labels-understood-by-all"}


@open_question(of=nothing_critical, **UNDERSTOOD, reasons=MALFORMED)
def algorithm_critical(draft: Draft) -> Draft:
    """The one critical label is that of the algorithm, without which there is nothing to verify with.

    Labels that everybody understands should be left out of the list. Whether one that stands there is a fault is not said.
    """
    return draft.protected(crit=[ALG])


@open_question(of=nothing_critical, **UNDERSTOOD, reasons=MALFORMED)
def key_identifier_critical(draft: Draft) -> Draft:
    """Label 4 is declared critical: the verifier is to understand what it selects the key by."""
    return draft.protected(crit=[KID])


@open_question(of=nothing_critical, **UNDERSTOOD, reasons=MALFORMED)
def everything_in_the_header_critical(draft: Draft) -> Draft:
    """An issuer lists all it has put into the protected header, algorithm and key identifier, as critical."""
    return draft.protected(crit=[ALG, KID])


@valid(requirement="HCERT-ALG-004", kind="recovery", version="1.3.0", profile=Profile(rsa="rsa-2048-04"))
def nothing_critical_under_ps256(draft: Draft) -> Draft:
    """A recovery certificate signed with RSA, without a critical list in either header."""
    return draft


@negative(of=nothing_critical_under_ps256, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def critical_list_before_the_algorithm(draft: Draft) -> Draft:
    """The critical list is the first member of an RSA signer's header, and the unknown label the last."""
    return draft.at("protected", lambda header: {2: [UNKNOWN], **header, UNKNOWN: "x"})


@negative(of=nothing_critical_under_ps256, requirement="HCERT-COSE-017a", reasons=UNDERSTOOD_BY_NOBODY)
def critical_list_of_indefinite_length(draft: Draft) -> Draft:
    """The list of critical labels ends with a break and holds an unknown one.

    Its length is not announced; a loop that runs to the announced length does not run at all.
    """
    return draft.protected({UNKNOWN: 1}, crit=Indefinite([UNKNOWN]))
