package flowstest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// timeOut is when an execution times out, as documented.
const timeOut = 24 * time.Hour

// Execution is a flow execution to start.
type Execution struct {
	// Flow is the flow's identifier, 10 letters and digits, or its ARN.
	Flow string

	// Alias is the alias's identifier, 10 letters and digits, or its ARN. Default:
	// TSTALIASID, the test alias.
	Alias string

	// Version is the flow's version. Default: DRAFT.
	Version string

	// Name is the last part of the execution's ARN: 1 to 36 letters, digits and
	// hyphens. Default: a random name.
	Name string
}

// store holds the executions.
type store struct {
	options *Options
	tokens  *fake.Tokens

	mu     sync.Mutex
	byArn  map[string]*execution
	byFlow map[string]*fake.Index[*execution]
}

// execution is one flow execution. It is guarded by its store.
type execution struct {
	Execution
	arn     string
	created time.Time
	ended   time.Time
	status  types.FlowExecutionStatus
}

func newStore(o *Options) *store {
	return &store{
		options: o,
		tokens:  fake.NewTokens("flows " + o.Region + " " + o.AccountID),
		byArn:   map[string]*execution{},
		byFlow:  map[string]*fake.Index[*execution]{},
	}
}

var (
	flowID        = regexp.MustCompile(`^[0-9a-zA-Z]{10}$`)
	executionName = regexp.MustCompile(`^[a-zA-Z0-9-]{1,36}$`)
	flowVersion   = regexp.MustCompile(model.FlowVersion.Pattern)
)

// Start starts an execution, which is Running, and returns its ARN.
func (s *Server) Start(e Execution) (arn string, err error) {
	fake.OrDefault(&e.Alias, "TSTALIASID")
	fake.OrDefault(&e.Version, "DRAFT")
	if e.Name == "" {
		var b [16]byte
		_, _ = rand.Read(b[:]) // never fails
		e.Name = hex.EncodeToString(b[:])
	}
	requested := e
	e.Flow = s.options.flowIDOf(e.Flow)
	e.Alias, _ = s.options.aliasOf(e.Flow, e.Alias)
	switch {
	case !flowID.MatchString(e.Flow):
		return "", fmt.Errorf("flowstest: Flow %q must be 10 letters and digits, or the ARN of a flow of this account and Region", requested.Flow)
	case !flowID.MatchString(e.Alias):
		return "", fmt.Errorf("flowstest: Alias %q must be 10 letters and digits, or the ARN of an alias of the flow %s", requested.Alias, e.Flow)
	case !flowVersion.MatchString(e.Version) || len(e.Version) > model.FlowVersion.Max:
		return "", fmt.Errorf("flowstest: Version %q must be DRAFT or a number of at most 5 digits", e.Version)
	case !executionName.MatchString(e.Name):
		return "", fmt.Errorf("flowstest: Name %q must be 1 to 36 letters, digits and hyphens", e.Name)
	case !s.options.flowExists(e.Flow):
		return "", fmt.Errorf("flowstest: flow %s is not among Options.Flows", e.Flow)
	}
	x := &execution{
		Execution: e,
		arn:       s.options.flowArn(e.Flow) + "/alias/" + e.Alias + "/execution/" + e.Name,
		created:   s.options.now(),
		status:    types.FlowExecutionStatusRunning,
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.store.byArn[x.arn] != nil {
		return "", fmt.Errorf("flowstest: execution %s exists already: use another Name", x.arn)
	}
	s.store.byArn[x.arn] = x
	index := s.store.byFlow[e.Flow]
	if index == nil {
		index = new(fake.Index[*execution])
		s.store.byFlow[e.Flow] = index
	}
	index.Insert(x.created, x)
	return x.arn, nil
}

// Finish ends a Running execution, with a status other than Running.
func (s *Server) Finish(arn string, status types.FlowExecutionStatus) error {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	x := s.store.byArn[arn]
	if x == nil {
		return fmt.Errorf("flowstest: execution %s does not exist", arn)
	}
	s.store.settle(x)
	if x.status != types.FlowExecutionStatusRunning {
		return fmt.Errorf("flowstest: execution %s is %s, not Running", arn, x.status)
	}
	if status == types.FlowExecutionStatusRunning || !slices.Contains(status.Values(), status) {
		return fmt.Errorf("flowstest: an execution cannot end with the status %q", status)
	}
	x.status, x.ended = status, s.options.now()
	return nil
}

// settle ends an execution whose time has come by the clock.
func (s *store) settle(x *execution) {
	if due := x.created.Add(timeOut); x.status == types.FlowExecutionStatusRunning && !s.options.now().Before(due) {
		x.status, x.ended = types.FlowExecutionStatusTimedOut, due
	}
}

// flowExists reports whether a flow exists, by its identifier. The documented
// pattern also matches text that is not an identifier.
func (o *Options) flowExists(flow string) bool {
	return flowID.MatchString(flow) && (o.Flows == nil ||
		slices.ContainsFunc(o.Flows, func(f string) bool { return o.flowIDOf(f) == flow }))
}

// flowArn returns the ARN of the flow with this identifier. It returns an ARN, or any
// other string, unchanged.
func (o *Options) flowArn(flow string) string {
	if !flowID.MatchString(flow) {
		return flow
	}
	return o.flowArnPrefix() + flow
}

func (o *Options) flowArnPrefix() string {
	return "arn:aws:bedrock:" + o.Region + ":" + o.AccountID + ":flow/"
}

// flowIDOf returns the identifier in the ARN of a flow of this account and Region.
// It returns any other string unchanged.
func (o *Options) flowIDOf(flow string) string {
	if id, ok := strings.CutPrefix(flow, o.flowArnPrefix()); ok && flowID.MatchString(id) {
		return id
	}
	return flow
}

// now returns the current time, with milliseconds, as in AWS's timestamps.
func (o *Options) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }

// aliasOf returns the alias's identifier that an identifier or ARN names, or false for the
// ARN of another flow's alias.
func (o *Options) aliasOf(flow, identifier string) (string, bool) {
	if !strings.HasPrefix(identifier, "arn:") {
		return identifier, true
	}
	return strings.CutPrefix(identifier, o.flowArn(flow)+"/alias/")
}

// flowOf returns the flow's identifier that an identifier or ARN names, and
// whether that flow exists.
func (o *Options) flowOf(identifier string) (string, bool) {
	flow := o.flowIDOf(identifier)
	return flow, o.flowExists(flow)
}
