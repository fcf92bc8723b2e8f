//! The lines of the README's “Your first invoice” lead to it, as they are.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// The server, which is stopped when this is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_stranger_gets_to_a_first_invoice_with_curl_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let section = readme.split("## Your first invoice").nth(1).unwrap();
    let lines = section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();

    let mut server = Command::new(env!("CARGO_BIN_EXE_seikyu"))
        .args(["serve", "--port", "0", "--demo"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap()).lines().map(Result::unwrap);
    let _server = Server(server);
    let mut saying = |what: &str| -> String {
        said.find_map(|line| line.strip_prefix(what).map(str::to_owned)).unwrap()
    };
    let key = saying("key: ");
    let url = saying("listening: ");

    let shell = Command::new("sh")
        .args(["-euc", lines])
        .current_dir(&root)
        .env("URL", url)
        .env("KEY", key)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8(shell.stdout).unwrap(), String::from_utf8(shell.stderr));
    assert!(shell.status.success(), "{out}\n{err:?}");
    let mut answers = serde_json::Deserializer::from_str(&out).into_iter::<Value>();
    assert_eq!(answers.next().unwrap().unwrap()["code"], "code-hosting");
    let invoice = answers.next().unwrap().unwrap();
    let number = invoice["number"].as_str().unwrap();
    assert!(number.starts_with("INV-") && number.ends_with("-000001"), "{number}");
    assert_eq!(invoice["customer"]["name"], "Nordlicht GmbH");
    // 23 seats at 4.00 of December, and 10 % tax.
    assert_eq!(invoice["bill"]["totals"]["gross"], "101.20");
    assert!(answers.next().is_none());
}
