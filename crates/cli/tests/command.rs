//! The command as it is used: exact bytes out, problem documents on standard error, exit codes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use seikyu_calendar::Zones;
use seikyu_cli::sqlite::SqliteStore;
use seikyu_engine::{
    catalog::PriceList,
    quote::{Draft, price},
    wire::canonical,
};
use seikyu_service::store::Statement;
use serde_json::Value;

fn example(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

fn seikyu(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_seikyu"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn text(output: &Output) -> &str {
    assert!(output.status.success(), "{output:?}");
    std::str::from_utf8(&output.stdout).unwrap()
}

#[track_caller]
fn problem(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(output.stdout, b"");
    serde_json::from_slice(&output.stderr).unwrap()
}

fn quoted(list: &str, draft: &str) -> Output {
    let (list, draft) = (example(list), example(draft));
    let list = list.to_str().unwrap();
    seikyu(&["quote", "--price-list", list, "--draft", draft.to_str().unwrap()], "")
}

#[test]
fn a_quote_is_priced_to_the_byte() {
    let priced = quoted("electricity.json", "electricity.quote.json");
    let list = PriceList::read(&fs::read_to_string(example("electricity.json")).unwrap()).unwrap();
    let draft = fs::read_to_string(example("electricity.quote.json")).unwrap();
    let expected = price(&list, &Draft::read(&draft).unwrap(), &Zones::iana()).unwrap();
    assert_eq!(text(&priced), canonical(&expected));
}

#[test]
fn a_bill_is_computed_from_standard_input() {
    let priced = quoted("code-hosting.json", "code-hosting.quote.json");
    let priced: Value = serde_json::from_str(text(&priced)).unwrap();
    let billed = seikyu(&["bill"], &priced["request"].to_string());
    let billed: Value = serde_json::from_str(text(&billed)).unwrap();
    assert_eq!(billed["digest"], priced["first"]["digest"]);
    assert_eq!(seikyu(&["bill", "-"], &priced["request"].to_string()).status.code(), Some(0));
}

#[test]
fn a_change_is_previewed_from_standard_input() {
    let priced = quoted("code-hosting.json", "code-hosting.quote.json");
    let priced: Value = serde_json::from_str(text(&priced)).unwrap();
    let current = &priced["request"];
    let request = |kind: &str| {
        let version = "seikyu.change-request.v1";
        let change = serde_json::json!([{"type": kind, "at": current["through"]}]);
        serde_json::json!({"version": version, "current": current, "change": change}).to_string()
    };
    let preview = seikyu(&["preview"], &request("cancelled"));
    let preview: Value = serde_json::from_str(text(&preview)).unwrap();
    assert_eq!(
        preview["recurring"]["before"]["totals"]["lines"],
        priced["first"]["totals"]["lines"]
    );
    assert_eq!(preview["recurring"]["after"]["per_month"], "0.00");
    let refused = seikyu(&["preview", "-"], &request("resumed"));
    assert_eq!(problem(&refused)["errors"][0]["code"], "not_paused");
}

/// A year of twelve bills after the first: each has the fee of the typical month without usage.
#[test]
fn a_year_is_forecast_from_standard_input() {
    let priced = quoted("code-hosting.json", "code-hosting.quote.json");
    let priced: Value = serde_json::from_str(text(&priced)).unwrap();
    let request = |bills: u32| {
        let version = "seikyu.forecast-request.v1";
        let current = &priced["request"];
        serde_json::json!({"version": version, "current": current, "bills": bills}).to_string()
    };
    let forecast = seikyu(&["forecast"], &request(12));
    let forecast: Value = serde_json::from_str(text(&forecast)).unwrap();
    assert_eq!(forecast["bills"].as_array().unwrap().len(), 12);
    let refused = seikyu(&["forecast", "-"], &request(0));
    assert_eq!(problem(&refused)["errors"][0]["pointer"], "/bills");
}

#[test]
fn a_bill_is_credited_from_standard_input() {
    let priced = quoted("code-hosting.json", "code-hosting.quote.json");
    let priced: Value = serde_json::from_str(text(&priced)).unwrap();
    let request = |credit: Value| {
        let (version, bill) = ("seikyu.credit-note-request.v1", &priced["first"]);
        serde_json::json!({
            "version": version, "bill": bill, "credit": credit, "reason": {"en": "Ordered twice"}
        })
    };
    let note = seikyu(&["credit"], &request("invoice".into()).to_string());
    let note: Value = serde_json::from_str(text(&note)).unwrap();
    assert_eq!(note["totals"]["gross"], priced["first"]["totals"]["gross"]);
    assert_eq!(note["original"], priced["first"]["digest"]);
    let refused = seikyu(&["credit", "-"], &request(serde_json::json!({"lines": []})).to_string());
    assert_eq!(problem(&refused)["errors"][0]["code"], "nothing_left");
}

#[test]
fn refusals_are_the_problems_of_the_other_doors() {
    let wrong =
        fs::read_to_string(example("electricity.json")).unwrap().replace("\"JPY\"", "\"JPX\"");
    let refused = problem(&seikyu(&["check"], &wrong));
    let expected = PriceList::read(&wrong).unwrap_err().problem();
    assert_eq!(refused, serde_json::to_value(&expected).unwrap());
    assert_eq!(refused["errors"][0]["pointer"], "/currency");

    assert_eq!(problem(&seikyu(&["bill"], "{"))["status"], 400);
    assert_eq!(problem(&seikyu(&["bill"], &" ".repeat(1_048_577)))["status"], 413);
    assert_eq!(problem(&seikyu(&["bill", "/nowhere"], ""))["title"], "The file cannot be read");
    assert_eq!(problem(&seikyu(&["zone", "Asia/Edo"], ""))["status"], 422);
}

#[test]
fn a_wrong_command_line_ends_with_two() {
    assert_eq!(seikyu(&["bill", "--fast"], "").status.code(), Some(2));
    assert_eq!(seikyu(&[], "").status.code(), Some(2));
    for command in ["bill", "quote", "check", "zone", "verify", "serve", "demo-sql"] {
        let help = seikyu(&[command, "--help"], "");
        assert!(text(&help).contains("Example"), "{command}");
    }
}

/// An invoice document around a bill, as the service stores it.
fn invoice(number: &str, previous: Option<&str>, request: &Value, bill: &str) -> String {
    let previous = previous.map_or(String::new(), |hash| format!(r#""previous":"{hash}","#));
    format!(r#"{{"number":"{number}",{previous}"input":{request},"bill":{bill}}}"#)
}

#[test]
fn invoices_are_verified_alone_and_in_their_series() {
    let folder = std::env::temp_dir().join(format!("seikyu-verify-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let priced = quoted("code-hosting.json", "code-hosting.quote.json");
    let priced: Value = serde_json::from_str(text(&priced)).unwrap();
    let request = &priced["request"];
    let bill = seikyu(&["bill"], &request.to_string());
    let bill = text(&bill);

    let first = file("first.json", &invoice("INV-1", None, request, bill));
    let verified = seikyu(&["verify", &first], "");
    let verified: Value = serde_json::from_str(text(&verified)).unwrap();
    let hash = verified[0]["hash"].as_str().unwrap();
    let second = file("second.json", &invoice("INV-2", Some(hash), request, bill));
    assert!(seikyu(&["verify", &first, &second], "").status.success());
    assert_eq!(problem(&seikyu(&["verify", &second, &first], ""))["status"], 409);

    let less = bill.replacen("86.02", "76.02", 1);
    assert_ne!(less, bill);
    let changed = file("changed.json", &invoice("INV-1", None, request, &less));
    assert_eq!(problem(&seikyu(&["verify", &changed], ""))["status"], 409);
    assert_eq!(
        problem(&seikyu(&["verify", &file("no.json", "{}")], ""))["title"],
        "The file is not an invoice document"
    );
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn demo_sql_loads_and_its_keys_are_said_once() {
    let printed = seikyu(&["demo-sql"], "");
    let said = String::from_utf8(printed.stderr.clone()).unwrap();
    let keys: Vec<&str> =
        said.split_whitespace().filter(|word| word.starts_with("sk_test_")).collect();
    assert_eq!(keys.len(), 2, "{said}");
    let sql = text(&printed);
    assert!(keys.iter().all(|key| !sql.contains(key)));
    let store = SqliteStore::open(None).unwrap();
    for line in sql.lines() {
        let statement: &'static str =
            Box::leak(line.trim_end_matches(';').to_owned().into_boxed_str());
        store.run(&[Statement::new(statement)]).unwrap();
    }
    let count = Statement::new("SELECT CAST(count(*) AS TEXT) AS n FROM customers");
    assert_eq!(store.run(&[count]).unwrap()[0][0].text("n"), Ok("2"));
}

#[test]
fn the_api_and_its_pages_are_served() {
    let folder = std::env::temp_dir().join(format!("seikyu-pages-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("index.html"), "<p>page</p>").unwrap();
    fs::write(folder.join("_headers"), "/*\n  X-Page: yes\n").unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_seikyu"))
        .args(["serve", "--port", "0", "--demo", "--assets", folder.to_str().unwrap()])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(server.stderr.take().unwrap()).lines().map(Result::unwrap);
    let lines: Vec<String> = said.take(3).collect();
    let find = |start: &str| lines.iter().find_map(|line| line.strip_prefix(start)).unwrap();
    let address = find("listening: http://").to_owned();
    let key = find("key: ").to_owned();
    let ask = |path: &str, header: &str| {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(ask("/healthz", "").contains(r#"{"status":"ok"}"#));
    let me = ask("/v1/me", &format!("Authorization: Bearer {key}\r\n"));
    assert!(me.contains(r#""mode":"test""#), "{me}");
    let page = ask("/", "");
    assert!(page.contains("x-page: yes") && page.ends_with("<p>page</p>"), "{page}");
    for hidden in ["/_headers", "/../Cargo.toml", "/nothing"] {
        assert!(ask(hidden, "").starts_with("HTTP/1.1 404"), "{hidden}");
    }
    server.kill().unwrap();
    server.wait().unwrap();
    fs::remove_dir_all(folder).unwrap();
}
