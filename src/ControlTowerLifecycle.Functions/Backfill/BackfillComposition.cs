using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>The backfill function with everything it uses, once a process. Makes no call.</summary>
internal static class BackfillComposition
{
    /// <summary>
    /// Lambda's limit of an invocation. A walk visits an account once a day, so its calls wait for the vendor's budget until
    /// its time is over.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public static BackfillFunction Create(
        LifecycleSettings settings, HttpClient http, LifecycleLog log, InvocationEnd end, TimeProvider time)
    {
        var organization = new ScopedOrganization(
            new AwsOrganization(new OrganizationsClient(settings.Aws) { Time = time }), settings.Scope);
        // The walk only reads; the lifecycle function puts on record what the walk queues.
        var vendor = new ProtectionsComposition(
            settings,
            _ => new NoRegistrationRecord(),
            new VendorTransport(http, LongestWait, time) { InvocationEnd = end },
            log);
        var protections = vendor.All;
        var members = new MemberAccounts(settings.Aws, settings.ManagementAccountId, settings.ExecutionRoleName);
        var workQueueUrl = settings.WorkQueueUrl
            ?? throw new UnreachableException("The settings of the backfill function require WORK_QUEUE_URL.");
        var walk = new OrganizationWalk(
            organization,
            new AccountOnboarding(organization, new ProtectionSet(protections, members, log)),
            new ControlTowerGovernance(new ControlTowerClient(settings.Aws) { Time = time }, settings.ManagementAccountId),
            protections,
            new WorkQueue(settings.Aws, workQueueUrl, time),
            settings.ManagementAccountId,
            log,
            time)
        {
            Disconnects = settings.AccountLeft == AccountLeftAction.Disconnect,
            DisconnectLimitPercent = settings.DisconnectLimitPercent,
        };
        return new BackfillFunction(
            new WalkInvocation(
                walk,
                new SelfInvocation(new LambdaClient(settings.Aws), settings.FunctionName, time),
                new WalkMetrics(settings.FunctionName, vendor.Calls, vendor.KeyDaysLeftAsync, log),
                log,
                time),
            new RetrievalInvocation(vendor.ExternalId, log),
            new CustomResourceResponder(http, log, time),
            log);
    }
}
