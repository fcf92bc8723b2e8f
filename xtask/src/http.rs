//! Just enough HTTP to ask a server on this machine whether it is up and to load demo data.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::fingerprint::Fingerprint;

const PATIENCE: Duration = Duration::from_secs(30);

/// An answer: its status and everything after the head.
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Asks for a path.
pub fn get(port: u16, path: &str) -> Result<Answer> {
    ask(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"),
    )
}

/// Posts a JSON document with an API key.
pub fn post_json(port: u16, path: &str, key: &str, json: &str) -> Result<Answer> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Authorization: Bearer {key}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {}\r\n\
         Content-Length: {}\r\n\r\n",
        Fingerprint::default().text(json).finish(),
        json.len()
    );
    ask(port, &(head + json))
}

/// A port that nothing listens on now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Whether a server could listen on the port.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn ask(port: u16, request: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    read(&String::from_utf8_lossy(&answer))
}

fn read(answer: &str) -> Result<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let mut words = head.split_whitespace();
    if !words.next().is_some_and(|version| version.starts_with("HTTP/1")) {
        bail!("the server does not speak HTTP: {head}");
    }
    let status = words.next().and_then(|status| status.parse().ok());
    let status = status.with_context(|| format!("no status in {head}"))?;
    Ok(Answer { status, body: body.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_answer_is_a_status_and_a_body() -> anyhow::Result<()> {
        let answer = read("HTTP/1.1 422 Unprocessable\r\nA: b\r\n\r\n{\"x\":1}")?;
        assert_eq!((answer.status, answer.body.as_str()), (422, "{\"x\":1}"));
        assert!(read("SSH-2.0-OpenSSH").is_err());
        Ok(())
    }
}
