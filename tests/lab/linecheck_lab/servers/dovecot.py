# SPDX-License-Identifier: GPL-3.0-or-later
"""Dovecot: IMAP on 143 with STARTTLS and on 993. Nobody can log in.

It insists on dropping root and cannot in a user namespace, which has one uid and no setgroups. So it is started as
nobody (the lab lets everybody bind low ports), and then it keeps the user it has.
"""

_CONFIG = """
base_dir = {directory}/run
state_dir = {directory}/run
log_path = /dev/stderr
protocols = imap
listen = {address}
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
login_greeting = Voicemail ready.
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 65534
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={directory}/run
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  process_limit = 4
  client_limit = 500
  inet_listener imap {{
    port = 143
  }}
  inet_listener imaps {{
    port = 993
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def prepare(place):
    host = place.host("imap")
    text = _CONFIG.format(directory=place.directory, address=host.address,
                          chain=place.chain(host), key=place.key(host))
    return ["dovecot", "-F", "-c", place.write("dovecot.conf", text)]


def listens(place):
    address = place.host("imap").address
    return {("tcp", (address, 143)), ("tcp", (address, 993))}
