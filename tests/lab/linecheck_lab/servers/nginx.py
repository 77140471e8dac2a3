# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx: HTTPS for the platform, and the TLS end of SIP and WebSocket.

Debian 12's Kamailio corrupts its shared memory when it ends TLS itself under load, so nginx's stream module does.
"""
from .. import topology
from . import kamailio

_MAIN = """
user root root;  # it is root only in its own namespace, where no other user exists
daemon off;
master_process off;
pid {directory}/nginx.pid;
error_log {directory}/error.log warn;
{load}
events {{ worker_connections 1024; }}
http {{
  access_log {directory}/access.log;
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  scgi_temp_path {directory}/scgi;
  uwsgi_temp_path {directory}/uwsgi;
  server_tokens off;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache off;
{http}
}}
stream {{
  proxy_connect_timeout 5s;
  ssl_protocols TLSv1.2 TLSv1.3;
{stream}
}}
"""

_PLATFORM = """  server {{
    {listen}
    ssl_certificate {chain};
    ssl_certificate_key {key};
    default_type application/json;
    location / {{ return 200 '{{"status":"ok","host":"{name}"}}\\n'; }}
    location /missing {{ return 404 '{{"status":"not found"}}\\n'; }}
  }}
"""

_CONTENT = """  server {{
    {listen}
    ssl_certificate {chain};
    ssl_certificate_key {key};
    default_type text/html;
    add_header Strict-Transport-Security "max-age=31536000";
    add_header Cache-Control "max-age=600";
    add_header X-Content-Type-Options nosniff;
    location / {{
      return 200 '<!DOCTYPE html><html lang="en"><head><title>Workspace</title></head><body>MultiLine</body></html>\\n';
    }}
  }}
"""

_STREAM = """  server {{
    {listen}
    ssl_certificate {chain};
    ssl_certificate_key {key};
    proxy_pass 127.0.0.1:{port};
  }}
"""

_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so"


def _fill(template, place, host, ports, **values):
    listen = " ".join(f"listen {host.address}:{port} ssl;" for port in ports)
    return template.format(listen=listen, chain=place.chain(host), key=place.key(host), **values)


def _http(place):
    for host in place.dc.hosts:
        ports = [int(role[5:]) for role in host.roles if role.startswith("https")]
        if ports:
            template = _CONTENT if place.dc.name == "cdn" else _PLATFORM
            yield _fill(template, place, host, ports, name=host.names[0])


def _stream(place):
    for host in topology.hosts_with(place.dc, "sip"):
        yield _fill(_STREAM, place, host, [5061], port=kamailio.SIP_PORT)
    for host in topology.hosts_with(place.dc, "websocket"):
        yield _fill(_STREAM, place, host, [443, 8089], port=kamailio.WEBSOCKET_PORT)


def prepare(place):
    text = _MAIN.format(directory=place.directory, load=f"load_module {_MODULE};",
                        http="".join(_http(place)), stream="".join(_stream(place)))
    path = place.write("nginx.conf", text)
    return ["nginx", "-p", place.directory, "-c", path, "-e", f"{place.directory}/error.log"]


def listens(place):
    return {("tcp", (host.address, port)) for host in place.dc.hosts
            for port in topology.ports_of(host) if port != 993}
