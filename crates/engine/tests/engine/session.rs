//! A quote held in memory shows the same numbers as the quote priced from scratch.

use proptest::prelude::*;
use seikyu_calendar::Zones;
use seikyu_engine::{
    quote::{Column, Session},
    wire::canonical,
};

use crate::price_list::{draft, list};

fn open() -> Session {
    Session::open(list(), draft(), Zones::iana()).unwrap()
}

#[track_caller]
fn agrees(session: &Session) {
    let priced = session.priced().unwrap();
    let totals = session.totals();
    for (view, bill) in [(totals.start, &priced.first), (totals.period, &priced.period)] {
        let view = view.unwrap();
        assert_eq!(canonical(&view.lines), canonical(&bill.totals.lines));
        assert_eq!(canonical(&view.discount), canonical(&bill.totals.discounts));
        assert_eq!(canonical(&view.net), canonical(&bill.totals.net));
        assert_eq!(canonical(&view.gross), canonical(&bill.totals.gross));
        let taxes: Vec<_> = view.taxes.iter().map(|tax| (tax.base, tax.amount)).collect();
        let billed: Vec<_> = bill.taxes.iter().map(|tax| (tax.base, tax.amount)).collect();
        assert_eq!(taxes, billed);
    }
}

#[test]
fn an_edit_changes_its_row_and_the_totals() {
    let mut session = open();
    agrees(&session);
    let change = session.set_cell(1, Column::Quantity, "３０").unwrap();
    assert_eq!(change.rows.len(), 1);
    assert_eq!(change.rows[0].amount.as_deref(), Some("233.00"));
    agrees(&session);
    assert_eq!(session.explain(1).unwrap().recompute().unwrap().to_string(), "233.00");
}

#[test]
fn an_error_is_never_shown_as_zero_and_loses_nothing() {
    let mut session = open();
    let change = session.set_cell(1, Column::Quantity, "1,23").unwrap();
    assert_eq!(change.rows[0].quantity_text, "1,23");
    assert_eq!(change.rows[0].amount, None);
    assert_eq!(change.rows[0].error.as_ref().unwrap().code, "ambiguous");
    assert_eq!(change.totals.rows_in_error, 1);
    assert_eq!((change.totals.start, change.totals.period), (None, None));
    assert_eq!(session.priced().unwrap_err().list()[0].pointer, "/rows/1/quantity");
    session.set_cell(1, Column::Quantity, "25").unwrap();
    agrees(&session);
}

#[test]
fn a_packed_edit_says_what_the_views_say() {
    let mut session = open();
    assert_eq!(session.edit(1, Column::Quantity, "30").unwrap(), "233.00\t463.73\t317.53");
    let totals = session.totals();
    assert_eq!(totals.start.unwrap().gross.to_string(), "463.73");
    assert_eq!(totals.period.unwrap().gross.to_string(), "317.53");
    assert_eq!(session.edit(1, Column::Quantity, "x").unwrap(), "\t\t");
    assert!(session.edit(1, Column::UnitPrice, "5").is_err());
}

#[test]
fn free_lines_are_added_filled_and_removed() {
    let mut session = open();
    let before = session.totals();
    let row = session.add_line().unwrap();
    assert_eq!(session.totals(), before, "a blank row changes nothing");
    let change = session.set_cell(row, Column::Name, "Training").unwrap();
    assert_eq!(change.rows[0].error.as_ref().unwrap().column, Column::UnitPrice);
    let change = session.set_cell(row, Column::UnitPrice, "¥99.95").unwrap();
    assert_eq!(change.rows[0].amount.as_deref(), Some("99.95"));
    agrees(&session);
    session.remove_line(row).unwrap();
    assert_eq!(session.totals(), before);
    assert!(session.remove_line(0).is_err());
}

#[test]
fn a_pasted_range_fills_rows_and_reports_what_it_cannot_read() {
    let mut session = open();
    let end = session.row_count();
    let report = session
        .paste(end, Column::Name, "Desk\t２\t150.00\r\nChair\tfour\t99\nLamp\t1\t12.5\n")
        .unwrap();
    assert_eq!((report.rows, report.cells, report.added), (3, 9, 3));
    assert_eq!(report.faults.len(), 1);
    assert_eq!((report.faults[0].row, report.faults[0].text.as_str()), (end + 1, "four"));
    assert_eq!(session.rows(end, end + 1)[0].amount.as_deref(), Some("300.00"));
    session.set_cell(end + 1, Column::Quantity, "4").unwrap();
    agrees(&session);
}

#[test]
fn settings_change_and_rows_stay() {
    let mut session = open();
    session.set_cell(4, Column::UnitPrice, "175").unwrap();
    session.set_coupons(vec!["seats5".parse().unwrap()]).unwrap();
    agrees(&session);
    session.set_tax_behavior(Some(seikyu_engine::catalog::TaxBehavior::Inclusive)).unwrap();
    agrees(&session);
    session.set_taxes(Some(vec!["reduced".parse().unwrap()])).unwrap();
    agrees(&session);
    session.set_taxes(Some(Vec::new())).unwrap();
    agrees(&session);
    assert!(session.set_plan("solo".parse().unwrap()).is_err());
    assert_eq!(session.rows(4, 5)[0].unit_price_text.as_deref(), Some("175"));
    agrees(&session);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is typed: either the totals agree with the quote priced from scratch, or both refuse.
    #[test]
    fn any_sequence_of_edits_agrees_with_pricing_from_scratch(
        edits in prop::collection::vec((0_usize..8, 0_u8..5, "[0-9]{1,6}(\\.[0-9]{1,4})?|-[0-9]{1,3}|x|"), 1..12),
    ) {
        let mut session = open();
        for (row, kind, text) in edits {
            match kind {
                0 => { session.add_line().unwrap(); }
                1 => { let _ = session.set_cell(row, Column::UnitPrice, &text); }
                2 => { let _ = session.set_cell(row, Column::Name, &text); }
                3 => { let _ = session.remove_line(row); }
                _ => { let _ = session.set_cell(row, Column::Quantity, &text); }
            }
            let totals = session.totals();
            if totals.rows_in_error == 0 {
                agrees(&session);
            } else {
                prop_assert!(session.priced().is_err());
                prop_assert!(totals.start.is_none() && totals.period.is_none());
            }
        }
    }
}
