"""HTTP of the people room: coming in, people, invites, devices, programs' tokens, the campaign's lists, the trail."""

from server.people.routes import access, devices, factor, invites, lists, people, places, tokens, trail

BLUEPRINTS = (
    access.blp,
    factor.blp,
    people.blp,
    invites.blp,
    devices.blp,
    tokens.blp,
    places.blp,
    lists.blp,
    trail.blp,
)
init_app = tokens.init_app
