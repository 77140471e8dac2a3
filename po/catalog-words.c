/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by po/catalog-words.py of data/catalog.json; never compiled. */
/* Translators: what the service adk is called, as a title. */
NC_ ("catalog", "REST API")
/* Translators: what the service adk is needed for. */
NC_ ("catalog", "Lets the apps reach the MultiLine platform")
/* Translators: what the service auth is called, as a title. */
NC_ ("catalog", "Sign in")
/* Translators: what the service auth is needed for. */
NC_ ("catalog", "Lets people sign in")
/* Translators: what the service elk is called, as a title. */
NC_ ("catalog", "Insights content")
/* Translators: what the service elk is needed for. */
NC_ ("catalog", "Lets MultiLine load content from its insights server")
/* Translators: what the service glb-address is called, as a title. */
NC_ ("catalog", "Service entry point")
/* Translators: what the service glb-address is needed for. */
NC_ ("catalog", "Leads the apps to a data centre that serves them")
/* Translators: what the service imap is called, as a title. */
NC_ ("catalog", "Visual voicemail")
/* Translators: what the service imap is needed for. */
NC_ ("catalog", "Lets the apps fetch voicemail messages")
/* Translators: what the service mldt is called, as a title. */
NC_ ("catalog", "Web content")
/* Translators: what the service mldt is needed for. */
NC_ ("catalog", "Lets MultiLine load its web pages")
/* Translators: what the service sip is called, as a title. */
NC_ ("catalog", "Call signalling")
/* Translators: what the service sip is needed for. */
NC_ ("catalog", "Sets up and ends calls in the apps")
/* Translators: what the service rtp is called, as a title. */
NC_ ("catalog", "Call audio")
/* Translators: what the service rtp is needed for. */
NC_ ("catalog", "Carries the sound of calls in both directions")
/* Translators: what the service stun is called, as a title. */
NC_ ("catalog", "NAT traversal")
/* Translators: what the service stun is needed for. */
NC_ ("catalog", "Lets call audio pass address translation (NAT)")
/* Translators: what the service webclient-sip is called, as a title. */
NC_ ("catalog", "Web client signalling")
/* Translators: what the service webclient-sip is needed for. */
NC_ ("catalog", "Sets up and ends calls in the web client")
/* Translators: what the service webrtc-gateway is called, as a title. */
NC_ ("catalog", "Web client gateway")
/* Translators: what the service webrtc-gateway is needed for. */
NC_ ("catalog", "Connects calls in the web client (WebRTC)")
/* Translators: a site: the country of its data centres. */
NC_ ("catalog", "United States")
/* Translators: where a site's data centres are. */
NC_ ("catalog", "Dallas, Washington")
/* Translators: a site: the country of its data centres. */
NC_ ("catalog", "United Kingdom")
/* Translators: where a site's data centres are. */
NC_ ("catalog", "London")
/* Translators: a site: the country of its data centres. */
NC_ ("catalog", "Singapore")
/* Translators: what a row is called, as a title. */
NC_ ("catalog", "Visual voicemail, older apps")
/* Translators: what a row is needed for. */
NC_ ("catalog", "Lets older apps fetch voicemail messages")
/* Translators: a note on a row. */
NC_ ("catalog", "Port 143 is being phased out: only older apps still use it, so MultiLine can work without it.")
/* Translators: what a row is called, as a title. */
NC_ ("catalog", "Visual voicemail, mail port")
/* Translators: what a row is needed for. */
NC_ ("catalog", "Lets mail (SMTP) reach the voicemail servers")
/* Translators: a note on a row. */
NC_ ("catalog", "Many networks block port 25 on purpose, and MultiLine’s list of required ports leaves it out.")
/* Translators: a note on a row. */
NC_ ("catalog", "A content delivery network: its addresses are expected to change.")
/* Translators: a note on a row. */
NC_ ("catalog", "No name is documented for this address; TLS uses the name of its data centre, Washington.")
/* Translators: a note on a row. */
NC_ ("catalog", "No name is documented for this address; TLS uses the name of its data centre, Dallas.")
/* Translators: a note on a row. */
NC_ ("catalog", "Only the web client needs port 8089. Movius’s requirements name no host for it, so every web client host is tried.")
/* Translators: a note on a row. */
NC_ ("catalog", "No name is documented for this address; TLS uses the name of its data centre, London.")
/* Translators: a note on a row. */
NC_ ("catalog", "No name is documented for this address; TLS uses the name of its data centre, Singapore.")
