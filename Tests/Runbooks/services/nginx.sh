# An nginx of the group's own: $NGINX_CONF, a site over TLS on https://localhost:$NGINX_TLS_PORT/ with a certificate of
# its own authority ($NGINX_CA), over HTTP on $NGINX_PORT, and the site's files in $NGINX_ROOT.
NGINX_ETC=$SERVICE/etc NGINX_ROOT=$SERVICE/www
NGINX_CONF=$NGINX_ETC/nginx.conf NGINX_CA=$SERVICE/ca.pem NGINX_PID=$SERVICE/nginx.pid

start_nginx() {
  command -v nginx >/dev/null || skip_case 'nginx is not installed'
  chmod 755 "$SERVICE"
  mkdir -p "$NGINX_ETC/conf.d" "$NGINX_ROOT" "$SERVICE/logs" "$SERVICE/temp"
  echo 'the shop is open' >"$NGINX_ROOT/index.html"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj '/CN=Authority of the test' \
    -keyout "$SERVICE/ca.key" -out "$NGINX_CA" 2>/dev/null
  certificate "$NGINX_ETC/site" 60
  NGINX_PORT=$(free_port) NGINX_TLS_PORT=$(free_port)
  echo "NGINX_PORT=$NGINX_PORT NGINX_TLS_PORT=$NGINX_TLS_PORT" >"$SERVICE/ports"
  cat >"$NGINX_CONF" <<CONF
pid $NGINX_PID;
error_log $SERVICE/logs/error.log;
worker_processes 1;
events { worker_connections 64; }
http {
  access_log $SERVICE/logs/access.log;
  client_body_temp_path $SERVICE/temp/body;
  proxy_temp_path $SERVICE/temp/proxy;
  fastcgi_temp_path $SERVICE/temp/fastcgi;
  uwsgi_temp_path $SERVICE/temp/uwsgi;
  scgi_temp_path $SERVICE/temp/scgi;
  include $NGINX_ETC/conf.d/*.conf;
}
CONF
  cat >"$NGINX_ETC/conf.d/site.conf" <<CONF
server {
  listen 127.0.0.1:$NGINX_PORT;
  listen 127.0.0.1:$NGINX_TLS_PORT ssl;
  server_name localhost;
  ssl_certificate $NGINX_ETC/site.pem;
  ssl_certificate_key $NGINX_ETC/site.key;
  root $NGINX_ROOT;
}
CONF
  nginx -c "$NGINX_CONF" -e "$SERVICE/logs/error.log"
  echo "nginx -c '$NGINX_CONF' -e '$SERVICE/logs/error.log' -s stop" >"$SERVICE/stop"
  wait_for curl -fsS --max-time 5 -o /dev/null "http://127.0.0.1:$NGINX_PORT/"
}

# certificate BASE DAYS [NAME]: BASE.key and BASE.pem for localhost, or that name, signed by the authority.
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=${3:-localhost}" \
    -keyout "$1.key" -out "$1.csr" 2>/dev/null
  echo "subjectAltName = DNS:${3:-localhost}, IP:127.0.0.1" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$NGINX_CA" -CAkey "$SERVICE/ca.key" -CAcreateserial -days "$2" \
    -extfile "$1.ext" -out "$1.pem" 2>/dev/null
  rm "$1.csr" "$1.ext"
}

# What the site says over TLS.
site() { curl -sS --max-time 10 --cacert "$NGINX_CA" "https://localhost:$NGINX_TLS_PORT${1:-/}"; }

# shellcheck disable=SC1091 # written by start_nginx
if [ -e "$SERVICE/ports" ]; then . "$SERVICE/ports"; fi
