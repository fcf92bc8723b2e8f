//! Putting lists in order.
//!
//! Sorting is a large piece of code, made anew for every type; here it is made once, for positions.

use std::cmp::Ordering;

/// The positions of a list in the order of their values; alike values stay in the order they have.
pub(crate) fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Puts a list in the order of its keys; alike values stay in the order they have.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    if list.is_sorted_by_key(&key) {
        return;
    }
    let keys: Vec<K> = list.iter().map(key).collect();
    let order = order(list.len(), &|one, other| keys.get(one).cmp(&keys.get(other)));
    let mut values: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|at| values.get_mut(at).and_then(Option::take)));
}
