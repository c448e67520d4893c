//! `portcullis copy` as its operator meets it: killed and begun again, refused, verified, and served from.

#![cfg(test)]

mod answers;
mod house;
mod killed;
mod refused;
