"""Keys and signer certificates that an issuer may be handed."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import Profile, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS


@valid(requirement="HCERT-ISS-001", profile=Profile(rsa="rsa-2048-01"))
def rsa_2048(application: Application) -> Application:
    """An RSA key of 2048 bits, with which PS256 signatures are made."""
    return application


@tolerated(of=rsa_2048, requirement="HCERT-ISS-003")
def rsa_2048_with_picture(application: Application) -> Application:
    """A signature of 256 octets makes the QR code a good deal larger."""
    return application.asking(picture=True)


@valid(requirement="HCERT-ISS-001", kind="test", profile=Profile(rsa="rsa-3072"))
def rsa_3072(application: Application) -> Application:
    """A test signed with the longest RSA key that the certificate governance names."""
    return application


@open_question(of=rsa_2048, requirement="HCERT-ALG-008", policy=None)
def rsa_1024(application: Application) -> Application:
    """An RSA key half as long as the specification asks for."""
    return application.signed_with(Profile(rsa="rsa-1024"))


@open_question(of=rsa_2048, requirement="HCERT-ALG-008c", policy=None)
def rsa_4096(application: Application) -> Application:
    """An RSA key of 4096 bits, of which some participants have several."""
    return application.signed_with(Profile(rsa="rsa-4096"))


@valid(requirement="HCERT-ISS-001", profile=Profile(usage=(HEALTH_OIDS["vaccination"],)))
def for_vaccinations(application: Application) -> Application:
    """A vaccination, and a signer certificate that is for vaccinations only."""
    return application


@open_question(of=for_vaccinations, requirement="HCERT-EKU-002", policy=None)
def vaccination_by_a_signer_for_tests(application: Application) -> Application:
    """The signer certificate is for tests, and a vaccination is to be signed: no verifier would accept it."""
    return application.signed_with(Profile(usage=(HEALTH_OIDS["test"],)))


@valid(requirement="HCERT-ISS-001", kind="test", profile=Profile(usage=(HEALTH_OIDS["test"],)))
def for_tests(application: Application) -> Application:
    """A laboratory with a certificate of its own, which allows tests and nothing else."""
    return application


@open_question(of=for_tests, requirement="HCERT-EKU-002", policy=None)
def test_by_a_signer_for_the_others(application: Application) -> Application:
    """A signer certificate for vaccinations and recoveries is handed over with a test."""
    return application.signed_with(Profile(usage=(HEALTH_OIDS["vaccination"], HEALTH_OIDS["recovery"])))


@valid(requirement="HCERT-ISS-001", kind="recovery", profile=Profile(usage=(HEALTH_OIDS["recovery"],)))
def for_recoveries(application: Application) -> Application:
    """A recovery is signed by who may sign just that."""
    return application


@valid(requirement="HCERT-ISS-001", kind="recovery", profile=Profile(usage=tuple(HEALTH_OIDS.values())))
def for_all_kinds(application: Application) -> Application:
    """A signer certificate that names every kind, as most that name any do."""
    return application


@valid(requirement="HCERT-ISS-004", profile=Profile(usage=("1.3.6.1.5.5.7.3.2",)))
def with_a_foreign_usage(application: Application) -> Application:
    """The key usage of the signer certificate speaks of TLS clients and not of health: no kind is ruled out."""
    return application


@valid(requirement="HCERT-ISS-001", profile=Profile(not_after=30))
def ends_in_a_month(application: Application) -> Application:
    """The signer certificate ends in a month, and so must what it signs (WHO HCERT 3.2.5)."""
    return application


@tolerated(of=ends_in_a_month, requirement="HCERT-ISS-004")
def ends_in_three_days(application: Application) -> Application:
    """Three days are left of the signer certificate."""
    return application.signed_with(Profile(not_after=3))


@tolerated(of=ends_in_a_month, requirement="HCERT-ISS-001")
def began_two_days_ago(application: Application) -> Application:
    """A brand-new signer certificate: nothing may claim to be issued before it began."""
    return application.signed_with(Profile(not_before=-2))


@open_question(of=ends_in_a_month, requirement="HCERT-CWT-009", policy=None)
def has_ended(application: Application) -> Application:
    """The signer certificate ended a week ago, so that nothing it signs could last a second."""
    return application.signed_with(Profile(not_after=-7))


@open_question(of=ends_in_a_month, requirement="HCERT-CWT-015", policy=None)
def has_not_begun(application: Application) -> Application:
    """The signer certificate begins in a week; what is issued now would be older than its signer."""
    return application.signed_with(Profile(not_before=7))


@open_question(of=ends_in_a_month, requirement="HCERT-ALG-007", policy=None)
def another_curve(application: Application) -> Application:
    """An EC key on P-384, where the specification names P-256."""
    return application.signed_with(Profile(curve="p384"))
