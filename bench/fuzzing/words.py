"""Bytes that have broken programs before, each in the places where it may do so again."""

CANARY = b"<fuzz-canary>"
"""HTML that nobody but the fuzzer writes: unescaped in a page it is an injection."""

INJECTED = b"x-fuzz-injected"
"""The name of a header that only a response split in two can have."""

ENCODED = (
    *(b"%", b"%0", b"%zz", b"%00", b"%ff", b"%C3%28", b"%c0%ae", b"%e0%80%80", b"%ed%a0%80", b"%f4%90%80%80"),
    *(b"%25", b"%252e%252e%252f", b"%2e%2e%2f", b"..%5c", b"%2F", b"%23", b"%3f", b"%20", b"%09", b"%7f"),
    *(b"%E2%80%A8", b"%EF%BB%BF", b"%F0%9F%92%A5", b"%u0041", b"%0d%0a" + INJECTED + b":%201"),
    *(b"%3Cfuzz-canary%3E", b"%22%3E%3Cfuzz-canary%3E", b"%3C/script%3E%3Cfuzz-canary%3E"),
)
RAW = (
    *(b"\xff\xfe", b"\xc3\xa9", b"\xf0\x9f\x92\xa5", b"..", b"../../../../etc/passwd", b"//", b"/./", b"\\"),
    *(
        b";",
        b"+",
        b"'",
        b'"',
        b"<",
        b"{{7*7}}",
        b"${7*7}",
        b"$&",
        b"$1",
        b"`",
        b"|",
        b"^",
        b"[",
        b"]",
        b"(app)",
    ),
    *(
        b"[id]",
        b"[[x]]",
        b"@",
        b":",
        b"=",
        b"&",
        b"__proto__",
        b"constructor",
        b"toString",
        b"hasOwnProperty",
    ),
    *(
        CANARY,
        b"</script>" + CANARY,
        b'">' + CANARY,
        b"-->" + CANARY,
        b"%sveltekit.body%",
        b"%workspace.theme%",
    ),
    *(b"null", b"undefined", b"true", b"NaN", b"Infinity", b"-1", b"0", b"-0", b"1e999", b"0x10", b"1_000"),
    *(b"9" * 20, b"9" * 400, b"9" * 5000, b"A" * 300, b"A" * 9000, "\u0661".encode(), "\u2028".encode()),
)
CONTROL = (
    b"\x00",
    b"\x01",
    b"\x0b",
    b"\x1b[2J",
    b"\x7f",
    b"\r",
    b"\n",
    b"\r\n",
    b"\r\n" + INJECTED + b": 1",
    b" ",
)

SUFFIXES = (
    *(b"__data.json", b"/__data.json", b".html__data.json", b"/__data.json/", b"__data.json__data.json"),
    *(
        b"/__route.js",
        b"__route.js",
        b".html__route.js",
        b"/",
        b"//",
        b"/.",
        b"/..",
        b".html",
        b"/index.html",
    ),
    *(b".br", b".gz", b".map", b"~", b"/%2e", b"?", b"?/", b"#", b"#x", b";jsessionid=1", b"%00.html", b"*"),
)
RESERVED = (
    *(b"x-sveltekit-invalidated=", b"x-sveltekit-invalidated=1", b"x-sveltekit-invalidated=01"),
    *(b"x-sveltekit-invalidated=0000", b"x-sveltekit-invalidated=111111111111", b"x-sveltekit-invalidated=x"),
    *(
        b"x-sveltekit-trailing-slash=1",
        b"x-sveltekit-trailing-slash=",
        b"x-sveltekit-other=1",
        b"x-sveltekit-",
    ),
    *(b"x-sveltekit-invalidated=1&x-sveltekit-invalidated=0", b"%78-sveltekit-invalidated=1"),
)
ACTIONS = (
    b"/",
    b"/default",
    b"/profile",
    b"/appearance",
    b"/delete",
    b"/update",
    b"/__proto__",
    b"/%00",
    b"//",
    b"/a/b",
)
METHODS = (
    *(b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"QUERY", b"TRACE", b"CONNECT"),
    *(b"PROPFIND", b"get", b"Post", b"G", b"!", b"M" * 40, b"GET" * 300, b"fallback", b"default"),
)
TYPES = (
    *(b"", b"application/x-www-form-urlencoded", b"application/x-www-form-urlencoded; charset=utf-16"),
    *(b"APPLICATION/X-WWW-FORM-URLENCODED", b"multipart/form-data", b"multipart/form-data; boundary="),
    *(
        b"multipart/form-data; boundary=x",
        b'multipart/form-data; boundary="',
        b"multipart/form-data;;;boundary",
    ),
    *(b"multipart/form-data; boundary=" + b"b" * 5000, b"multipart/mixed; boundary=x", b"text/plain"),
    *(
        b"application/json",
        b"application/json; charset=\xff",
        b"application/x-sveltekit-formdata",
        b";",
        b"/",
        b"*/*",
    ),
)
ACCEPTS = (
    *(b"", b"*", b"*/*", b"text/html", b"application/json", b"text/html;q=0,application/json", b"text/*;q=x"),
    *(
        b"application/json;q=1e999",
        b",,,;;;",
        b"text/html;q=-1",
        b"a/b" * 3000,
        b"text/html, " * 2000,
        b"\xff/\xff",
    ),
    *(b"text/html;level=1;q=0.5, application/json;q=0.6", b"application/*", b"q=1", b"text/html;q=0.0001"),
)
RANGES = (
    *(b"bytes=0-0", b"bytes=0-", b"bytes=-1", b"bytes=-0", b"bytes=9-1", b"bytes=0-99999999999999999999"),
    *(
        b"bytes=99999999-",
        b"bytes=0-1,3-4",
        b"bytes=" + b"0-1," * 2000,
        b"bytes=",
        b"items=0-1",
        b"bytes=a-b",
    ),
    *(
        b"bytes=--1",
        b"bytes=0-1,",
        b"BYTES=0-3",
        b"bytes = 0 - 3",
        b"bytes=\xb2-\xb3",
        b"bytes=-" + b"9" * 18,
    ),
)
ETAGS = (
    *(b"*", b'""', b'W/""', b'"x"', b"x", b'"', b'W/"x", *', b'"x", ' * 1000, b"\xff", b",", b'W/W/"x"'),
    *(b"Thu, 01 Jan 1970 00:00:00 GMT", b"Thu, 99 Foo 0000 99:99:99 GMT", b"0", b"9" * 30),
)
HOSTS = (
    *(b"", b"localhost", b"127.0.0.1:22", b"[::1]", b"[::1", b"a b", b"a,b", b"x" * 300, b"a..b", b"-", b"."),
    *(
        b"user@host",
        b"host:99999",
        b"host:",
        b"host:abc",
        b"\xff.example",
        b"xn--",
        b"xn--a.example",
        b"0x7f.1",
    ),
    *(b"workspace.example/../", b"workspace.example?x", b"workspace.example#x", b"%41", b"evil.example"),
    *(b"1.2.3.4.5", b"256.256.256.256", b"a_b", b"~", b"[::ffff:1.2.3.4]:80", b"[:::]", b"1", b"0", b"09"),
)
ORIGINS = (
    b"null",
    b"",
    b"http://evil.example",
    b"https://workspace.example",
    b"workspace.example",
    b"://",
    b"\xff",
)
COOKIES = (
    *(
        b"",
        b"=",
        b";",
        b"; ; ;",
        b"a",
        b"=a",
        b"a==b",
        b"a=%",
        b"a=%ff",
        b"a=%00",
        b'a="b',
        b'a="\\',
        b"\xff=\xff",
    ),
    *(b"a=" + b"x" * 9000, b"a=b; " * 2000, b"__proto__=1", b"workspace_session", b"workspace_session="),
    *(
        b"workspace_session=%",
        b"workspace_session=%00",
        b"workspace_session=\xff\xfe",
        b"workspace_session=%ff",
    ),
    *(
        b"workspace_session=a; workspace_session=b",
        b"workspace_flash=x",
        b"workspace_flash=:",
        b"workspace_flash=%ff",
    ),
    *(b"workspace_flash=1:%3Cfuzz-canary%3E", b"workspace_flash=1:</script>" + CANARY, b"$Version=1; a=b"),
    *(b"workspace_session=" + b"%F0%9F%92%A5" * 200, b"workspace_session=%ed%a0%80", b"a=b,c=d", b"a\tb=c"),
)
OTHERS = (
    *((b"X-Forwarded-For", b"1.2.3.4, \xff, unknown"), (b"X-Forwarded-Host", b"evil.example")),
    *(
        (b"X-Forwarded-Proto", b"gopher"),
        (b"Forwarded", b'for="[::1";proto=x'),
        (b"X-HTTP-Method-Override", b"PUT"),
    ),
    *((b"Upgrade", b"websocket"), (b"Upgrade", b"h2c"), (b"Expect", b"100-continue"), (b"Expect", b"tea")),
    *((b"Connection", b"close"), (b"Connection", b"upgrade, keep-alive, \xff"), (b"TE", b"trailers, \xff")),
    *(
        (b"Accept-Encoding", b"br;q=0, *;q=0, identity;q=0"),
        (b"Accept-Encoding", b"gzip;q=x, \xff, br" * 500),
    ),
    *(
        (b"Accept-Language", b"\xff-\xff;q=q"),
        (b"X-SvelteKit-Action", b"true"),
        (b"X-SvelteKit-Action", b"\xff"),
    ),
    *((b"Sec-Fetch-Dest", b"image"), (b"Sec-Fetch-Dest", b"\xff"), (b"Sec-Fetch-Site", b"cross-site")),
    *((b"Authorization", b"Bearer \xff"), (b"Authorization", b"Basic %"), (b"Content-Encoding", b"gzip")),
    *(
        (b"Stripe-Signature", b"t=1,v1=\xff"),
        (b"Stripe-Signature", b"t=\xb2,v1=0"),
        (b"Stripe-Signature", b"," * 999),
    ),
    *((b"Purpose", b"prefetch"), (b"Service-Worker", b"script"), (b"DNT", b"1"), (b"Early-Data", b"1")),
    *((b"If-Match", b"*"), (b"If-Unmodified-Since", b"x"), (b"If-Modified-Since", b"x"), (b"If-Range", b"x")),
)
