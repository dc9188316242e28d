#!/usr/bin/env python3
"""Runs all nine operations with the official Python SDK against a Handinger server.

    pip install -r Tests/Spec/requirements.txt
    python Tests/Spec/python_sdk.py --base-url http://127.0.0.1:8080 --api-key KEY

Without the arguments, HANDINGER_BASE_URL and HANDINGER_API_KEY are used. The SDK checks each answer strictly against
its own types; this script checks the values. Meant for `handinger serve`, whose workers finish by themselves.
"""

import argparse
import json
import os
import sys
import time
from datetime import datetime, timedelta, timezone

import handinger
from handinger import Handinger
from handinger.types import Worker
from handinger.types.workers import ScheduleCancelResponse, ScheduleListResponse
from handinger.types.workers import worker_schedule as schedules


def check(condition, what):
    if not condition:
        raise SystemExit(f"python_sdk: failed: {what}")


def check_create(client):
    worker = client.workers.create(input="Weather in Barcelona?", budget="low")
    check(type(worker) is Worker, "create answers a Worker")
    check(worker.id.startswith("t_org_"), "the id of the worker")
    check(worker.object == "worker" and worker.status in ("pending", "running"), "a new worker is pending or running")
    check(isinstance(worker.created_at, int) and abs(worker.created_at - time.time()) < 60, "created_at")
    return worker


def check_stream(client, worker):
    """The SDK takes the items for text; they are JSON and come as what they are."""
    items = list(client.workers.stream_updates(worker.id))
    workers = [item for item in items if isinstance(item, dict) and item.get("object") == "worker"]
    check(len(workers) > 2, "the stream shows the worker more than twice")
    texts = [item["output_text"] for item in workers]
    check(all(after.startswith(before) for before, after in zip(texts, texts[1:])), "the output grows")
    check(items[-1]["status"] == "completed", "the last item of the stream is the completed worker")


def check_retrieve(client, worker):
    done = client.workers.retrieve(worker.id)
    check(type(done) is Worker and done.id == worker.id, "retrieve answers the Worker")
    check(done.status == "completed" and done.running is False, "the worker is done")
    check("Weather in Barcelona?" in done.output_text, "the output is about the instruction")
    output = done.output[0]
    check((output.role, output.status, output.type) == ("assistant", "completed", "message"), "the output")
    check("".join(part.text for part in output.content) == done.output_text, "the content of the output")
    check(done.usage is not None and done.usage.total_tokens > 0 and done.usage.steps > 0, "the usage")
    check(done.costs is not None and done.costs.tool_cost_usd > 0, "the costs")
    check(done.error is None and done.incomplete_details is None, "what is always null")
    streamed = client.workers.with_raw_response.retrieve(worker.id, stream=True)
    check(streamed.headers["content-type"] == "text/event-stream", "retrieve with stream answers events")
    return done


def check_continue(client, lenient, worker):
    continued = client.workers.continue_(worker.id, input="And tomorrow?", budget="high")
    check(type(continued) is Worker and continued.id == worker.id, "continue answers the Worker")
    for _ in lenient.workers.stream_updates(worker.id):
        pass
    check(len(client.workers.retrieve(worker.id).output) == 2, "the worker has answered twice")


def check_email(client, worker):
    # This SDK returns the JSON text as it is, with its quotes.
    address = json.loads(client.workers.retrieve_email(worker.id))
    check(isinstance(address, str) and address.count("@") == 1, "the email address")


def check_file(client, worker):
    check(any(file.filename == "scratchpad/plan.md" for file in worker.files), "the worker has published its plan")
    for file in worker.files:
        response = client.workers.retrieve_file(file_path=file.filename, worker_id=worker.id)
        check(len(response.read()) > 0, f"the bytes of {file.filename}")
        check(response.headers["content-type"] == file.media_type, f"the media type of {file.filename}")


def check_schedules(client, worker):
    now = datetime.now(timezone.utc)
    date = (now + timedelta(days=1)).replace(microsecond=117000)
    kinds = [
        ({"type": "scheduled", "date": date}, schedules.ScheduledWorkerSchedule, date),
        ({"type": "delayed", "delay_in_seconds": 3600}, schedules.DelayedWorkerSchedule, now + timedelta(hours=1)),
        ({"type": "cron", "cron": "0 9 * * 1"}, schedules.CronWorkerSchedule, next_monday(now)),
        ({"type": "interval", "interval_seconds": 600}, schedules.IntervalWorkerSchedule, now + timedelta(minutes=10)),
        # As the SDK's documentation has it: a datetime that knows no zone, taken as UTC.
        ({"type": "scheduled", "date": date.replace(tzinfo=None)}, schedules.ScheduledWorkerSchedule, date),
    ]
    created = []
    for when, kind, run in kinds:
        schedule = client.workers.schedules.create(worker.id, input="Report", when=when, budget="low")
        check(type(schedule) is kind, f"{when['type']} answers a {kind.__name__} and not {type(schedule).__name__}")
        check(schedule.id.startswith("sch_") and schedule.input == "Report" and schedule.budget == "low", "schedule")
        check(abs((schedule.next_run_at - run).total_seconds()) < 60, f"next_run_at of {when}")
        for name, value in when.items():
            check(name == "date" or getattr(schedule, name) == value, f"{name} of {when}")
        created.append(schedule)

    listed = client.workers.schedules.list(worker.id)
    check(type(listed) is ScheduleListResponse and listed.worker_id == worker.id, "list answers a ScheduleListResponse")
    check(listed.schedules == created, "list answers the schedules that were created")

    for schedule in created:
        cancelled = client.workers.schedules.cancel(schedule.id, worker_id=worker.id)
        check(type(cancelled) is ScheduleCancelResponse and cancelled.cancelled is True, "cancel")
    check(client.workers.schedules.list(worker.id).schedules == [], "nothing is listed after the cancellations")
    expect(handinger.NotFoundError, lambda: client.workers.schedules.cancel(created[0].id, worker_id=worker.id))
    refused = {"type": "scheduled", "date": "2019-12-27T18:11:19.117Z"}
    expect(
        handinger.BadRequestError,
        lambda: client.workers.schedules.create(worker.id, input="x", when=refused),
    )


def next_monday(now):
    run = now.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=-now.weekday() % 7)
    return run if run > now else run + timedelta(days=7)


def check_errors(client, base_url):
    expect(handinger.NotFoundError, lambda: client.workers.retrieve("t_org_1_w_none"))
    expect(handinger.BadRequestError, lambda: client.workers.create(input=""))
    stranger = Handinger(api_key="wrong", base_url=base_url, max_retries=0)
    expect(handinger.AuthenticationError, lambda: stranger.workers.retrieve("t_org_1_w_none"))


def expect(error, call):
    try:
        call()
    except error as caught:
        check(isinstance(caught.body, dict) and isinstance(caught.body.get("error"), str), f"the body of {caught!r}")
    else:
        raise SystemExit(f"python_sdk: failed: expected {error.__name__}")


def main():
    parser = argparse.ArgumentParser(description="Runs the official Python SDK against a Handinger server.")
    parser.add_argument("--base-url", default=os.environ.get("HANDINGER_BASE_URL"))
    parser.add_argument("--api-key", default=os.environ.get("HANDINGER_API_KEY"))
    arguments = parser.parse_args()
    if not arguments.base_url or not arguments.api_key:
        parser.error("give --base-url and --api-key, or set HANDINGER_BASE_URL and HANDINGER_API_KEY")

    settings = {"api_key": arguments.api_key, "base_url": arguments.base_url, "max_retries": 0, "timeout": 30}
    client = Handinger(_strict_response_validation=True, **settings)
    # Strictly, the items of a stream are text and nothing else.
    lenient = Handinger(**settings)

    worker = check_create(client)
    check_stream(lenient, worker)
    done = check_retrieve(client, worker)
    check_continue(client, lenient, worker)
    check_email(client, worker)
    check_file(client, done)
    check_schedules(client, worker)
    check_errors(client, arguments.base_url)
    print(f"python_sdk: handinger {handinger.__version__}: all nine operations answer as they should")


if __name__ == "__main__":
    sys.exit(main())
