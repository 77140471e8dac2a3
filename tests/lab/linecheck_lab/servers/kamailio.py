# SPDX-License-Identifier: GPL-3.0-or-later
"""Kamailio: SIP, and SIP over WebSocket, both behind nginx, which ends their TLS."""
import glob

SIP_PORT = 5060
WEBSOCKET_PORT = 8088

_CONFIG = """#!KAMAILIO
log_stderror=yes
debug=1
fork=yes
children=1
tcp_children=2
tcp_accept_no_cl=yes
tcp_connection_lifetime=120
enable_sctp=0
auto_aliases=no
listen=tcp:127.0.0.1:{sip}
listen=tcp:127.0.0.1:{websocket}
mpath="{modules}"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "siputils.so"
loadmodule "textops.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
loadmodule "nathelper.so"

request_route {{
  if (is_method("OPTIONS")) {{
    append_to_reply("Accept: application/sdp\\r\\n");
    append_to_reply("Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REGISTER, MESSAGE\\r\\n");
    sl_send_reply("200", "OK");
    exit;
  }}
  if (is_method("ACK")) exit;
  sl_send_reply("403", "Forbidden");
}}

event_route[xhttp:request] {{
  if ($hdr(Upgrade) =~ "^[Ww][Ee][Bb][Ss][Oo][Cc][Kk][Ee][Tt]$") {{
    ws_handle_handshake();
    exit;
  }}
  append_to_reply("Upgrade: websocket\\r\\n");
  xhttp_reply("426", "Upgrade Required", "text/plain", "This host speaks WebSocket.\\n");
}}
"""


def prepare(place):
    modules = (glob.glob("/usr/lib/*/kamailio/modules/") + ["/usr/lib/kamailio/modules/"])[0]
    path = place.write("kamailio.cfg", _CONFIG.format(sip=SIP_PORT, websocket=WEBSOCKET_PORT, modules=modules))
    return ["kamailio", "-f", path, "-DD", "-E", "-m", "8", "-M", "4",
            "-Y", place.directory, "-w", place.directory, "-P", f"{place.directory}/kamailio.pid"]


def listens(place):
    return {("tcp", ("127.0.0.1", SIP_PORT)), ("tcp", ("127.0.0.1", WEBSOCKET_PORT))}
