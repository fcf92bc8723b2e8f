//! Where events may be sent: public addresses over HTTPS, so that an endpoint cannot be used to reach what
//! only the service can reach.
//!
//! A URL is read as browsers and Workers read it (the WHATWG URL standard), so an address in any notation
//! (`0x7f.1`, `2130706433`, `[::ffff:10.0.0.1]`) is the address it is. What a *name* stands for is not
//! known here: a native sender checks every address that a name resolves to when it connects; Workers
//! resolve names outside the program, in a network without private addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::{access::Mode, refusal::Refusal};

/// The most bytes of a URL.
const URL_MAX: usize = 2_000;

/// Ports other than that of HTTPS on which events are received.
const PORTS: &[u16] = &[8443];

/// Names below these are never public (RFC 6761, RFC 6762, RFC 8375, and what clouds use inside).
const INNER_NAMES: &[&str] =
    &["localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion"];

/// How far events are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses, over HTTPS.
    #[default]
    Public,
    /// Also to this machine, over HTTP and on any port, for sellers in test mode.
    ThisMachineInTests,
}

impl Reach {
    /// Whether a seller in a mode reaches this machine.
    #[must_use]
    pub const fn is_local(self, mode: Mode) -> bool {
        matches!((self, mode), (Self::ThisMachineInTests, Mode::Test))
    }
}

/// The URL of a text, in its normal form.
///
/// # Errors
/// [`Refusal::Input`] at `/url` for what no event is sent to.
pub fn check(text: &str, local: bool) -> Result<Url, Refusal> {
    let refuse = |code, detail: &str| {
        let found: String = text.chars().take(80).collect();
        Err(Refusal::field(code, "/url", format!("“{found}” was given; {detail}")))
    };
    let accepted = "accepted is a public address such as https://example.com/webhooks.";
    if text.len() > URL_MAX {
        let detail = format!("accepted are at most {URL_MAX} bytes.");
        return refuse("out_of_range", &detail);
    }
    let Ok(url) = Url::parse(text) else { return refuse("invalid_url", accepted) };
    let Some(host) = url.host() else { return refuse("invalid_url", accepted) };
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("invalid_url", "accepted is an address without user name and password.");
    }
    if url.fragment().is_some() {
        return refuse("invalid_url", "accepted is an address without a fragment.");
    }
    if local && is_this_machine(&host) && matches!(url.scheme(), "http" | "https") {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return refuse("invalid_url", "accepted is https.");
    }
    if url.port().is_some_and(|port| !PORTS.contains(&port)) {
        return refuse("invalid_url", "accepted are the ports 443 and 8443.");
    }
    let public = match &host {
        Host::Domain(name) => is_public_name(name),
        Host::Ipv4(address) => is_public(IpAddr::V4(*address)),
        Host::Ipv6(address) => is_public(IpAddr::V6(*address)),
    };
    if public { Ok(url) } else { refuse("address_not_public", accepted) }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Whether a name can be public: one of several parts that is not below a name for inside.
fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let inner = INNER_NAMES.iter().any(|inner| {
        name.strip_suffix(inner).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    name.contains('.') && !inner
}

/// Whether an address is one of the public internet.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// IANA's registry of special addresses; what is shared, private, for documentation, for groups or not yet
/// given is not public.
fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [224..=255, ..]
    )
}

/// Only 2000::/3 is given out, and of that not what IANA keeps, what is for documentation, and what holds
/// an address of the old kind inside (Teredo, 6to4).
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] => false,
        [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str) {
        assert!(check(text, false).is_err(), "{text}");
    }

    #[test]
    fn public_addresses_are_accepted() {
        for text in [
            "https://example.com/webhooks",
            "https://example.com:443/",
            "https://hooks.example.co.jp:8443/a?b=c",
            "https://請求.example/",
            "https://8.8.8.8/",
            "https://[2606:4700:4700::1111]/",
            "https://nolocalhost.example/",
        ] {
            assert!(check(text, false).is_ok(), "{text}");
        }
    }

    #[test]
    fn private_addresses_are_refused_in_any_notation() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "017700000001",
            "0177.0.0.1",
            "0",
            "0.0.0.0",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "１２７.0.0.1",
            "127。0。0。1",
            "[::]",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:a9fe:a9fe]",
            "[::127.0.0.1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001::1]",
            "[2001:db8::1]",
            "[2002:7f00:1::]",
            "[3fff::1]",
            "[100::1]",
        ] {
            refused(&format!("https://{host}/"));
        }
    }

    #[test]
    fn inner_names_are_refused() {
        for host in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "printer",
            "printer.local",
            "metadata.google.internal",
            "metadata.google.internal.",
            "router.lan",
            "a.home.arpa",
        ] {
            refused(&format!("https://{host}/"));
        }
    }

    #[test]
    fn anything_but_plain_https_is_refused() {
        for text in [
            "",
            "example.com",
            "/webhooks",
            "http://example.com/",
            "ftp://example.com/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:///a",
            "https://user@example.com/",
            "https://user:pass@example.com/",
            "https://:pass@example.com/",
            "https://example.com:22/",
            "https://example.com:6379/",
            "https://example.com:80/",
            "https://example.com/#a",
            "https://exa mple.com/",
            "data:text/plain,a",
        ] {
            refused(text);
        }
        refused(&format!("https://example.com/{}", "a".repeat(URL_MAX)));
    }

    /// What is checked is what is connected to: the sender gets the URL as it was read here.
    #[test]
    fn a_url_is_read_as_fetch_reads_it() {
        let read = |text| check(text, false).unwrap().to_string();
        assert_eq!(
            read("https://example.com\\@127.0.0.1:22/"),
            "https://example.com/@127.0.0.1:22/"
        );
        assert_eq!(read("HTTPS://EXAMPLE.com:443/a/../b"), "https://example.com/b");
        assert_eq!(read("https://0x08080808/"), "https://8.8.8.8/");
    }

    #[test]
    fn this_machine_is_reached_in_tests_only() {
        for text in ["http://localhost:9000/a", "http://127.0.0.1:1/", "https://[::1]/"] {
            assert!(check(text, true).is_ok(), "{text}");
            refused(text);
        }
        // Being allowed to reach this machine opens nothing else.
        for text in
            ["http://10.0.0.1/", "http://example.com/", "http://u@localhost/", "ftp://localhost/"]
        {
            assert!(check(text, true).is_err(), "{text}");
        }
        assert!(Reach::ThisMachineInTests.is_local(Mode::Test));
        assert!(!Reach::ThisMachineInTests.is_local(Mode::Live));
        assert!(!Reach::Public.is_local(Mode::Test));
    }
}
