//! What is done with a text at each JSON door, and what must hold of every answer. A door says whether it
//! took the text; refusals are answers, a panic is a defect. `tests/doors` runs the corpus through the same functions.

use std::sync::LazyLock;

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill as compute},
    catalog::PriceList,
    credit_note::{CreditNoteRequest, credit},
    forecast::{ForecastRequest, forecast as look_ahead},
    preview::{ChangeRequest, commit_change, preview_change},
    quote::{Column, Draft, Session, price},
    wire::canonical,
};

static ZONES: LazyLock<Zones> = LazyLock::new(Zones::iana);

/// A price list is read, and reads back as it is printed.
pub fn price_list(text: &str) -> bool {
    let Ok(list) = PriceList::read(text) else { return false };
    assert_eq!(PriceList::read(&canonical(&list)).as_ref(), Ok(&list));
    true
}

/// The parts of a text that is more than one document, each on lines of its own.
fn documents(text: &str) -> Option<(&str, &str)> {
    text.split_once("\n---\n")
}

/// A price list and a draft are read and priced; the bill request that they give prints and bills as it
/// is.
pub fn quote(text: &str) -> bool {
    let Some((list, draft)) = documents(text) else { return false };
    let (Ok(list), Ok(draft)) = (PriceList::read(list), Draft::read(draft)) else { return false };
    assert_eq!(Draft::read(&canonical(&draft)).as_ref(), Ok(&draft));
    let Ok(priced) = price(&list, &draft, &ZONES) else { return false };
    adds_up(&priced.first);
    adds_up(&priced.period);
    let request = BillRequest::read(&canonical(&priced.request)).expect("what was priced");
    assert_eq!(canonical(&compute(&request, &ZONES).expect("a bill")), canonical(&priced.first));
    true
}

/// A bill request is read and billed, and its parts add up.
pub fn bill(text: &str) -> bool {
    let Ok(request) = BillRequest::read(text) else { return false };
    assert_eq!(BillRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    let Ok(bill) = compute(&request, &ZONES) else { return false };
    adds_up(&bill);
    true
}

fn adds_up(bill: &Bill) {
    let totals = &bill.totals;
    let mut sums = [0_i128; 5];
    for line in &bill.lines {
        let parts = [line.amount, line.discount, line.net, line.tax, line.gross];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += i128::from(part.minor());
        }
        assert_eq!(line.derivation.recompute(), Ok(line.amount), "line {}", line.key);
    }
    for one in &bill.adjustments {
        for (sum, part) in sums.iter_mut().skip(2).zip([one.net, one.tax, one.gross]) {
            *sum += i128::from(part.minor());
        }
    }
    let whole = [totals.lines, totals.discounts, totals.net, totals.tax, totals.gross];
    assert_eq!(sums, whole.map(|amount| i128::from(amount.minor())));
}

/// A credit note request is read and credited.
pub fn credit_note(text: &str) -> bool {
    let Ok(request) = CreditNoteRequest::read(text) else { return false };
    assert_eq!(CreditNoteRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    let Ok(note) = credit(&request) else { return false };
    assert_eq!(note.totals.net.plus(note.totals.tax), Ok(note.totals.gross));
    true
}

/// A change is read and previewed; what is committed is what was previewed.
pub fn change(text: &str) -> bool {
    let Ok(request) = ChangeRequest::read(text) else { return false };
    assert_eq!(ChangeRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    let Ok(preview) = preview_change(&request, &ZONES) else { return false };
    adds_up(&preview.due_now);
    assert_eq!(commit_change(&request, &preview.basis, &ZONES).as_ref(), Ok(&preview));
    true
}

/// A forecast request is read and looked ahead from; what is expected lies in its band.
pub fn forecast(text: &str) -> bool {
    let Ok(request) = ForecastRequest::read(text) else { return false };
    assert_eq!(ForecastRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    let Ok(forecast) = look_ahead(&request, &ZONES) else { return false };
    for bill in &forecast.bills {
        let band = [bill.gross.low, bill.gross.expected, bill.gross.high].map(|one| one.minor());
        assert!(band.is_sorted(), "{band:?}");
        adds_up(&bill.bill);
    }
    true
}

const LIST: &str = include_str!("../../crates/engine/tests/golden/price-list.json");
const DRAFT: &str = include_str!("../../crates/engine/tests/golden/draft.json");

/// Edits of a session, one a line: `cell ROW COLUMN TEXT`, `paste ROW COLUMN TEXT` (with `\t` and `\n`
/// written so), `add`, `remove ROW`, `interval ROW UNIT COUNT`, `plan`, `start`, `coupons`, `behavior`,
/// `taxes`. After them the totals that were kept by edits are those of the draft priced afresh.
pub fn session(text: &str) -> bool {
    let list = PriceList::read(LIST).expect("the golden price list");
    let draft = Draft::read(DRAFT).expect("the golden draft");
    let mut session = Session::open(list.clone(), draft, ZONES.clone()).expect("the golden quote");
    for line in text.lines().take(200) {
        if edit(&mut session, line).is_err() {
            break;
        }
        let rows = session.row_count();
        assert_eq!(session.rows(0, rows).len(), rows);
    }
    let totals = session.totals();
    for row in 0..session.row_count().min(20) {
        let _ = session.explain(row);
    }
    if let (Ok(draft), Some(start), Some(period)) = (session.draft(), totals.start, totals.period)
        && let Ok(priced) = price(&list, &draft, &ZONES)
    {
        assert_eq!(start.gross, priced.first.totals.gross);
        assert_eq!(period.gross, priced.period.totals.gross);
        assert_eq!(start.tax, priced.first.totals.tax);
        return true;
    }
    false
}

/// `Err` when the session is given up: an amount went beyond what can be held.
fn edit(session: &mut Session, line: &str) -> Result<(), ()> {
    let mut words = line.splitn(4, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (what, first, second, rest) = (word(), word(), word(), word());
    let row = first.parse().unwrap_or(0);
    let column = match second {
        "name" => Column::Name,
        "unit_price" => Column::UnitPrice,
        _ => Column::Quantity,
    };
    let codes = || first.split(',').filter_map(|code| code.parse().ok()).collect::<Vec<_>>();
    let json = |text: &str| format!("\"{text}\"");
    let result = match what {
        "cell" => session.set_cell(row, column, rest).map(drop),
        "paste" => {
            let text = rest.replace("\\t", "\t").replace("\\n", "\n");
            session.paste(row, column, &text).map(drop)
        }
        "add" => session.add_line().map(drop),
        "remove" => session.remove_line(row),
        "interval" => {
            let text = format!("{{\"unit\":\"{second}\",\"count\":{rest}}}");
            session.set_interval(row, serde_json::from_str(&text).ok())
        }
        "plan" => first.parse().map_or(Ok(()), |code| session.set_plan(code)),
        "start" => first.parse().map_or(Ok(()), |date| session.set_start(date)),
        "coupons" => session.set_coupons(codes()),
        "behavior" => session.set_tax_behavior(serde_json::from_str(&json(first)).ok()),
        "taxes" => session.set_taxes((!first.is_empty()).then(codes)),
        _ => Ok(()),
    };
    match result {
        Err(faults) if faults.list().iter().any(|fault| fault.code == "overflow") => Err(()),
        _ => Ok(()),
    }
}
