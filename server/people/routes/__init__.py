"""HTTP of the people room: coming in, people, invites, devices, the campaign's lists, the trail."""

from server.people.routes import access, devices, invites, lists, people, places, trail

BLUEPRINTS = (access.blp, people.blp, invites.blp, devices.blp, places.blp, lists.blp, trail.blp)
