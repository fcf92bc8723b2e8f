//! `seikyu serve` sends events by itself, and to this machine only where it is told that it may.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// A server on a port of its own; it is stopped when this is dropped.
struct Server {
    process: Child,
    address: String,
    key: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_seikyu"))
            .args(["serve", "--port", "0", "--demo"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stderr.take().unwrap()).lines().map(Result::unwrap);
        let lines: Vec<String> = said.take(3).collect();
        let find = |start: &str| lines.iter().find_map(|line| line.strip_prefix(start)).unwrap();
        Self { process, address: find("listening: ").to_owned(), key: find("key: ").to_owned() }
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let answer = ureq::Agent::from(config)
            .post(format!("{}{path}", self.address))
            .header("authorization", format!("Bearer {}", self.key))
            .header("content-type", "application/json")
            .send(body.to_string())
            .unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.into_body().read_to_string().unwrap()).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Reads one request: its head, and as much of a body as the head says.
fn receive(mut stream: TcpStream) -> (String, String) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let head = head.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
    (head, String::from_utf8(body).unwrap())
}

#[test]
fn the_server_sends_events_by_itself() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hooks", receiver.local_addr().unwrap());
    let (arrived, arrives) = mpsc::channel();
    thread::spawn(move || {
        let (stream, _) = receiver.accept().unwrap();
        arrived.send(receive(stream)).unwrap();
    });
    let server = Server::start(&["--local-webhooks"]);
    let (status, endpoint) = server.post("/v1/webhook-endpoints", &json!({ "url": url }));
    assert_eq!(status, 201, "{endpoint}");
    let (status, customer) = server.post("/v1/customers", &json!({ "name": "Ada" }));
    assert_eq!(status, 201, "{customer}");
    let (head, body) = arrives.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(head.starts_with("post /hooks http/1.1\r\n"), "{head}");
    let event: Value = serde_json::from_str(&body).unwrap();
    let id = event["id"].as_str().unwrap();
    assert!(head.contains(&format!("webhook-id: {id}\r\n")), "{head}");
    assert!(head.contains("webhook-signature: v1,"), "{head}");
    assert_eq!((&event["type"], &event["data"]), (&json!("customer.created"), &customer));
}

#[test]
fn without_being_told_nothing_is_sent_to_this_machine() {
    let server = Server::start(&[]);
    let (status, problem) =
        server.post("/v1/webhook-endpoints", &json!({ "url": "http://127.0.0.1:9/hooks" }));
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/url")), "{problem}");
}
