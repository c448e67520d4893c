//! The runtimes that are checked: how each makes one call, and what helps where it does not reach the gateway.

/// The exit code by which a call says that its library is not there.
pub(super) const MISSING: i32 = 42;

/// A runtime.
pub(super) struct Runtime {
    /// Its name.
    pub(super) name: &'static str,
    /// Its program; empty for our own.
    pub(super) program: &'static str,
    /// Its arguments; `{url}` and `{proxy}` are filled in. It ends with 0 if it got an answer of any status.
    pub(super) arguments: &'static [&'static str],
    /// A file that it needs: name and text.
    pub(super) file: Option<(&'static str, &'static str)>,
    /// What helps.
    pub(super) advice: &'static str,
}

/// In the order in which they are told of.
pub(super) const RUNTIMES: &[Runtime] = &[
    Runtime {
        name: "curl",
        program: "curl",
        arguments: &["-sS", "-o", "/dev/null", "{url}"],
        file: None,
        advice: "it heeds HTTPS_PROXY and CURL_CA_BUNDLE; on the command line: -x PROXY --cacert BUNDLE",
    },
    Runtime {
        name: "python3 requests",
        program: "python3",
        arguments: &["-c", PYTHON_REQUESTS, "{url}"],
        file: None,
        advice: "it heeds HTTPS_PROXY and REQUESTS_CA_BUNDLE unless session.trust_env is False or verify= is given",
    },
    Runtime {
        name: "python3 httpx",
        program: "python3",
        arguments: &["-c", PYTHON_HTTPX, "{url}"],
        file: None,
        advice: "it heeds HTTPS_PROXY and SSL_CERT_FILE unless trust_env=False or verify= is given",
    },
    Runtime {
        name: "python3 urllib",
        program: "python3",
        arguments: &["-c", PYTHON_URLLIB, "{url}"],
        file: None,
        advice: "it heeds https_proxy and SSL_CERT_FILE; a context= of its own needs load_verify_locations(BUNDLE)",
    },
    Runtime {
        name: "node fetch",
        program: "node",
        arguments: &["-e", NODE_FETCH, "{url}"],
        file: None,
        advice: "fetch takes the proxy from Node 22.21 or 24.5 on (NODE_USE_ENV_PROXY=1); update Node, or use undici's \
            EnvHttpProxyAgent",
    },
    Runtime {
        name: "node https",
        program: "node",
        arguments: &["-e", NODE_HTTPS, "{url}"],
        file: None,
        advice: "an agent of its own goes around the proxy; leave it out, or give it one of https-proxy-agent",
    },
    Runtime {
        name: "java",
        program: "java",
        arguments: &["Probe.java", "{url}"],
        file: Some(("Probe.java", JAVA)),
        advice: "it heeds JAVA_TOOL_OPTIONS; a client with an SSLContext or ProxySelector of its own needs both set there \
            (a runtime without the compiler cannot run this check)",
    },
    Runtime {
        name: "go",
        program: "go",
        arguments: &["run", "probe.go", "{url}"],
        file: Some(("probe.go", GO)),
        advice: "it heeds HTTPS_PROXY, and SSL_CERT_FILE on Linux; elsewhere put the authority among the system's roots",
    },
    Runtime {
        name: "ruby",
        program: "ruby",
        arguments: &["-e", RUBY, "{url}"],
        file: None,
        advice: "net/http heeds https_proxy and SSL_CERT_FILE; http.rb needs .via(HOST, PORT) from its caller",
    },
    Runtime {
        name: "perl LWP",
        program: "perl",
        arguments: &["-e", PERL_LWP, "{url}"],
        file: None,
        advice: "it heeds PERL_LWP_ENV_PROXY=1, https_proxy and PERL_LWP_SSL_CA_FILE; it needs LWP::Protocol::https",
    },
    Runtime {
        name: "perl HTTP::Tiny",
        program: "perl",
        arguments: &["-e", PERL_TINY, "{url}"],
        file: None,
        advice: "it heeds https_proxy and SSL_CERT_FILE; it needs IO::Socket::SSL",
    },
    Runtime {
        name: "php curl",
        program: "php",
        arguments: &["-r", PHP, "{url}"],
        file: None,
        advice: "it heeds https_proxy, and the bundle by PHP_INI_SCAN_DIR; else: php -d curl.cainfo=BUNDLE",
    },
    Runtime {
        name: "rust native-tls",
        program: "sh",
        arguments: &["-c", OPENSSL, "{proxy}"],
        file: None,
        advice: "on Linux it is OpenSSL, which heeds SSL_CERT_FILE; elsewhere put the authority among the system's roots",
    },
    Runtime {
        name: "rust rustls",
        program: "",
        arguments: &["doctor", "--probe", "{url}"],
        file: None,
        advice: "rustls-native-certs heeds SSL_CERT_FILE; webpki-roots are compiled in and heed nothing: build the client \
            with the system's roots",
    },
];

const PYTHON_REQUESTS: &str = "import sys
try: import requests
except ImportError: sys.exit(42)
requests.get(sys.argv[1], timeout=20)";

const PYTHON_HTTPX: &str = "import sys
try: import httpx
except ImportError: sys.exit(42)
httpx.get(sys.argv[1], timeout=20)";

const PYTHON_URLLIB: &str = "import sys, urllib.error, urllib.request
try: urllib.request.urlopen(sys.argv[1], timeout=20)
except urllib.error.HTTPError: pass";

const NODE_FETCH: &str = "if (typeof fetch === 'undefined') process.exit(42);
fetch(process.argv[1]).then(() => process.exit(0), (e) => { console.error(String(e.cause || e)); process.exit(1); });";

const NODE_HTTPS: &str =
    "require('https').get(process.argv[1], (r) => { r.resume(); r.on('end', () => process.exit(0)); })
  .on('error', (e) => { console.error(String(e)); process.exit(1); });";

const JAVA: &str = "import java.net.*;
public class Probe {
  public static void main(String[] words) throws Exception {
    ((HttpURLConnection) new URL(words[0]).openConnection()).getResponseCode();
  }
}
";

const GO: &str = "package main

import (
\t\"fmt\"
\t\"net/http\"
\t\"os\"
)

func main() {
\tif _, err := http.Get(os.Args[1]); err != nil {
\t\tfmt.Fprintln(os.Stderr, err)
\t\tos.Exit(1)
\t}
}
";

const RUBY: &str = "require 'net/http'; Net::HTTP.get_response(URI(ARGV[0]))";

const PERL_LWP: &str = "eval { require LWP::UserAgent; require LWP::Protocol::https; 1 } or exit 42;
my $r = LWP::UserAgent->new(timeout => 20)->get($ARGV[0]);
if (($r->header('Client-Warning') // '') eq 'Internal response') { print STDERR $r->status_line, qq(\\n); exit 1 }";

const PERL_TINY: &str = "eval { require HTTP::Tiny; require IO::Socket::SSL; 1 } or exit 42;
my $r = HTTP::Tiny->new(timeout => 20, verify_SSL => 1)->get($ARGV[0]);
if ($r->{status} == 599) { print STDERR $r->{content}; exit 1 }";

const PHP: &str = "if (!function_exists('curl_init')) exit(42);
$c = curl_init($argv[1]); curl_setopt($c, CURLOPT_RETURNTRANSFER, true);
if (curl_exec($c) === false) { fwrite(STDERR, curl_error($c)); exit(1); }";

const OPENSSL: &str = r#"command -v openssl >/dev/null || exit 42
printf 'GET /2/users/me HTTP/1.1\r\nHost: api.x.com\r\nConnection: close\r\n\r\n' |
  openssl s_client -proxy "$0" -connect api.x.com:443 -servername api.x.com -verify_return_error -quiet -ign_eof"#;
