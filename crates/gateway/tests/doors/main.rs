//! The doors as clients meet them: https, HTTP/2, the forward proxy, the case of header names, and the bounds of all.

#![cfg(test)]

mod bounds;
mod counting;
mod encrypted;
mod house;
mod names;
mod pages;
mod proxy;
mod run;
