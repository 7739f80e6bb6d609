"""What calls about a second factor use up: a password, an offer that is not confirmed, codes that are left."""

from tests.entry import PASSWORD, with_password
from tests.factors import Authenticator, set_up
from tests.fuzz.known import USERNAME, Known
from tests.site import Caller


def make_ready(path: str, person: Caller, known: Known) -> None:
    """Gives a person, whose name nobody else has, what the call needs, and the call the code that fits."""
    with_password(person, USERNAME)
    if path.endswith("/confirm"):
        offered = person.post("/me/factor", {"password": PASSWORD})
        known.json["code"] = Authenticator(offered.json["secret"]).code()
    elif path.endswith(("/codes", "/remove")):
        known.json["code"] = set_up(person)[1][0]
    elif path.endswith("/reset"):
        set_up(person)
        known.path["person_id"] = str(person.person_id)
