//! A search behind HTTP: `GET /search?q=refractory+hypoxemia&from=0` answers with hits as JSON, errors with their codes.
//!
//! Run it with `cargo run --release --example service -- index 8080`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::{Router, routing::get};
use litdex::{Error, Index, Limits, Search};

#[derive(serde::Deserialize)]
struct Asked {
    q: String,
    #[serde(default)]
    from: usize,
}

/// Ends the search when the handler is dropped: whoever asked has gone.
struct EndOnDrop(Arc<AtomicBool>);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn search(State(index): State<Index>, Query(asked): Query<Asked>) -> Response {
    let gone = EndOnDrop(Arc::default());
    let limits = Limits::default().cancel(gone.0.clone());
    let search = Search::new(asked.q).offset(asked.from).limits(limits).timeout(Duration::from_secs(2));
    // A search blocks: it runs beside the threads that answer.
    match tokio::task::spawn_blocking(move || index.search(search)).await {
        Ok(Ok(hits)) => Json(hits).into_response(),
        Ok(Err(error)) => (status_of(&error), Json(error)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn status_of(error: &Error) -> StatusCode {
    match error.code() {
        "query" | "dialect" | "value" | "proximity" | "limit" => StatusCode::BAD_REQUEST,
        "timeout" | "cancelled" | "too-many-words" | "too-much-work" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let index = Index::open(arguments.next().unwrap_or_else(|| "index".into()))?;
    let port: u16 = arguments.next().map_or(Ok(8080), |port| port.parse())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}/search?q=", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/search", get(search)).with_state(index)).await?;
    Ok(())
}
