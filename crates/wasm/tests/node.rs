//! The engine on WebAssembly in Node.
#![cfg(target_arch = "wasm32")]

mod table;
