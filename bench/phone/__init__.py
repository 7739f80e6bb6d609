"""The phone measured in Chromium: our app, an Enketo form and a PouchDB app doing the same work."""
