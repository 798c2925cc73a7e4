//! How a browser reaches [`crate::call`]: three exported functions over two byte buffers of this module. The browser asks for
//! an input buffer, writes the name of the call and its JSON into it, calls, and reads the output buffer. It starts a fresh
//! instance for every call and wipes its memory afterwards (`js/desk.js`), so nothing here has to.
//!
//! What it is not: a way in for native programs; those use the functions of this crate.
#![allow(
    unsafe_code,
    reason = "`no_mangle` counts as unsafe since two functions of one name would clash; there is no unsafe block here, \
              and no address that comes in is ever followed"
)]

use std::cell::RefCell;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes an input buffer of so many bytes and says where it is.
#[unsafe(no_mangle)]
pub extern "C" fn desk_input(length: usize) -> *const u8 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0; length];
        input.as_ptr()
    })
}

/// Calls; the input holds the name in its first `name_length` bytes and JSON after them. Says how long the output is.
#[unsafe(no_mangle)]
pub extern "C" fn desk_call(name_length: usize) -> usize {
    let input = INPUT.take();
    let (name, json) = input.split_at_checked(name_length).unwrap_or((&[], &input));
    let output = crate::call(std::str::from_utf8(name).unwrap_or_default(), json);
    OUTPUT.with_borrow_mut(|kept| {
        *kept = output;
        kept.len()
    })
}

/// Says where the output is.
#[unsafe(no_mangle)]
pub extern "C" fn desk_output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}
